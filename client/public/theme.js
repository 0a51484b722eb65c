// Before the first paint, so that a chosen theme does not flash the other one. `ui/theme.ts` keeps the choice.
try {
  const choice = localStorage.getItem('infrahaus.theme');
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
} catch {
  // Without storage there is no choice to honour.
}
