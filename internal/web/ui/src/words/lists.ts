import type { Words } from './words'

/** The page of the data: what the city's lists hold and lack, and their workbooks. */
export const lists = {
  dataPage: ['数据', 'Data'],
  dataOverview: ['概况', 'Overview'],
  lists: ['清单', 'Lists'],
  toFill: ['待补充', 'To be filled in'],
  toFillNote: [
    '产业链 × 必填项；格中为空白 / 行数，点格看缺哪些。一行属几条链，各链都计',
    'Chain × what is required: blanks / rows. A row of several chains counts for each',
  ],
  full: ['齐', 'full'],
  noRowsOf: ['无', 'none'],
  allRows: ['合计', 'All'],
  listName: ['清单名称', 'List'],
  rowsCount: ['行数', 'Rows'],
  blanksCount: ['必填空白', 'Required blanks'],
  aboutList: ['内容', 'What it is'],
  workbook: ['下载工作簿', 'Download workbook'],
  workbookNote: [
    '所选清单一张一表，含填写说明和下拉选项；填好后由数据员用 chainchief import 导入',
    'A sheet a list, with how to fill it in; the data keeper takes it in with chainchief import',
  ],
  allLists: ['全部清单', 'All lists'],
  onlyBlanks: ['只要有空白的行', 'Only rows with blanks'],
  whichLists: ['要哪些清单', 'Which lists'],
  backToLists: ['返回全部清单', 'All lists'],
  blankCell: ['待补充', 'blank'],
} satisfies Words
