/** States of a gap in which nobody has to do anything more. */
export const settled = ['closed', 'dismissed']
