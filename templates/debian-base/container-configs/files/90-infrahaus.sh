# Everyday conveniences for interactive shells.
alias ll='ls -alF'
alias ..='cd ..'
export HISTSIZE=10000 HISTCONTROL=ignoreboth
