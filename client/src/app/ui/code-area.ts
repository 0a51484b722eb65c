import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export interface CodeAreaOptions {
  readonly label: string;
  readonly text: string;
  readonly readOnly: boolean;
  readonly changed: (text: string) => void;
}

/** An open editor. */
export interface CodeArea {
  /** Puts another text in its place, unless it stands there already. */
  readonly show: (text: string) => void;
  readonly close: () => void;
}

const COLOURS = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--mat-sys-on-surface-variant)', fontStyle: 'italic' },
  { tag: [tags.keyword, tags.definitionKeyword], color: 'var(--ih-running)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--ih-ready)' },
  { tag: [tags.standard(tags.name), tags.attributeName], color: 'var(--mat-sys-primary)' },
  { tag: [tags.number, tags.definition(tags.name), tags.special(tags.name)], color: 'var(--ih-lab)' },
]);

const LOOK = EditorView.theme({
  '&': { fontSize: '12.5px', maxHeight: '420px' },
  '&.cm-focused': { outline: '2px solid var(--mat-sys-primary)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--ih-mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--mat-sys-primary)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--mat-sys-primary)' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--mat-sys-on-surface-variant)',
    border: 'none',
    paddingLeft: '4px',
  },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--mat-sys-on-surface) 5%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--mat-sys-primary-container)',
  },
});

/** Opens an editor for shell scripts inside an element. */
export function openCodeArea(parent: HTMLElement, options: CodeAreaOptions): CodeArea {
  const view = new EditorView({
    parent,
    state: EditorState.create({ doc: options.text, extensions: extensionsFor(options) }),
  });
  return {
    show: (text) => {
      const { doc } = view.state;
      if (doc.toString() === text) return;
      view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
    },
    close: () => {
      view.destroy();
    },
  };
}

function extensionsFor({ label, readOnly, changed }: CodeAreaOptions) {
  const attributes = { 'aria-label': label, spellcheck: 'false', tabindex: '0' };
  return [
    lineNumbers(),
    drawSelection(),
    bracketMatching(),
    StreamLanguage.define(shell),
    syntaxHighlighting(COLOURS),
    LOOK,
    EditorView.contentAttributes.of(readOnly ? { ...attributes, 'aria-readonly': 'true' } : attributes),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    ...(readOnly ? [] : [history(), highlightActiveLine(), notifying(changed)]),
  ];
}

function notifying(changed: (text: string) => void) {
  return EditorView.updateListener.of((update) => {
    if (update.docChanged) changed(update.state.doc.toString());
  });
}
