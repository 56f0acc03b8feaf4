/** Whether a key belongs to what has the focus: text being typed, a dialog, a shortcut of the browser. */
export function typing(event: KeyboardEvent): boolean {
  const at = event.target
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  if (at instanceof HTMLTextAreaElement) return true
  if (at instanceof HTMLInputElement && !['checkbox', 'radio'].includes(at.type)) return true
  return at instanceof Element && at.closest('.ant-modal, .answer') !== null
}
