import type { Words } from './words'

/** Enterprises. */
export const enterprises = {
  reach: ['远近', 'Reach'],
  everywhere: ['不限', 'Anywhere'],
  position: ['在链位置', 'Position in chains'],
  place: ['所在', 'Place'],
  filterFirm: ['企业名称', 'Name of enterprise'],
  supplyOnRecord: ['有据的供应', 'Supply on record'],
  suppliers: ['供应商', 'Suppliers'],
  customers: ['客户', 'Customers'],
  announced: ['宣布或有争议，不作为供应', 'Announced or disputed: not evidence'],
  projects: ['项目', 'Projects'],
  figures: ['数据', 'Figures'],
  identity: ['主体', 'Identity'],
  registered: ['注册地', 'Registered in'],
  parent: ['隶属', 'Belongs to'],
  subsidiaries: ['下属企业', 'Subsidiaries'],
  aliases: ['别名', 'Aliases'],
  creditCode: ['统一社会信用代码', 'Credit code'],
  listedCode: ['证券代码', 'Listed code'],
  soleNote: ['独家：该环节只有这一家', 'Sole: the link hangs on it alone'],
  onlyMaker: ['独家', 'Sole'],
  tieFrom: ['{1}：{0}', '{1}: {0}'],
  tieTo: ['{0}：{1}', '{0}: {1}'],
} satisfies Words
