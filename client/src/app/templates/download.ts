/** Hands a file over to the browser's downloads. */
export function download(
  document: Document,
  file: { readonly fileName: string; readonly mediaType: string; readonly base64: string },
): void {
  const bytes = Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: file.mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.fileName;
  link.click();
  URL.revokeObjectURL(url);
}
