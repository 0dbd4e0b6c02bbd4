// Hands a file to the browser's own "save" way: it goes from this tab to the disk.

export function saveBlob(name: string, data: Blob): void {
  const address = URL.createObjectURL(data);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // The browser copies large files after the click; a minute is ample for it to have begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A file name that every system takes. */
export function fileNameOf(name: string, extension: string): string {
  const plain = name
    .replace(/[^\p{L}\p{N} ._()+,;=@#&%~-]+/gu, ' ')
    .trim()
    .slice(0, 100);
  return `${plain === '' ? 'traffic' : plain}${extension}`;
}
