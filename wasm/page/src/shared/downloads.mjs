// downloads.mjs - hands the visitor a file that was made in the page.

/**
 * @param {string} name of the file
 * @param {BlobPart} content
 * @param {string} type as in MIME
 */
export function download(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then; without this it stays in memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
