import type { ThemeConfig } from 'antd'

// Inks are those of the drawings (docs/drawings.md, Ink).
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1d4f91', colorLink: '#1d4f91', colorInfo: '#1d4f91', colorLinkHover: '#163d70', colorSuccess: '#0f766e', colorWarning: '#b7791f', colorError: '#c2331f',
    colorText: '#1f2a37', colorTextHeading: '#1f2a37', colorTextSecondary: '#5a6675', colorTextTertiary: '#5a6675', colorTextDescription: '#5a6675', colorTextLabel: '#5a6675', colorTextPlaceholder: '#6b7785',
    colorBorder: '#c9d1da', colorBorderSecondary: '#e3e8ed', colorSplit: '#e3e8ed', colorBgLayout: '#ffffff', colorFillQuaternary: '#f4f6f8', colorFillTertiary: '#eceff3', colorFillSecondary: '#e3e8ed',
    fontFamily: 'var(--font)', fontSize: 14, fontWeightStrong: 700,
    borderRadius: 4, borderRadiusLG: 6, borderRadiusSM: 3, controlHeight: 32, motion: false, boxShadow: '0 2px 8px rgba(31,42,55,.12)', boxShadowSecondary: '0 4px 16px rgba(31,42,55,.16)',
  },
  components: {
    Layout: { headerBg: '#fff', headerHeight: 48, siderBg: '#f4f6f8', bodyBg: '#fff' },
    Menu: { itemBg: '#f4f6f8', itemHeight: 34, itemMarginInline: 8, itemMarginBlock: 1, itemSelectedBg: '#dfe7f1', itemSelectedColor: '#1d4f91', groupTitleFontSize: 12, iconMarginInlineEnd: 8 },
    Table: { headerBg: '#f4f6f8', headerColor: '#5a6675', headerSplitColor: 'transparent', borderColor: '#e3e8ed', rowHoverBg: '#f7f9fb', rowSelectedBg: '#eef3f9', cellPaddingBlock: 8, cellPaddingBlockSM: 6, cellPaddingInline: 12, cellPaddingInlineSM: 8, headerBorderRadius: 0 },
    Tabs: { horizontalItemPadding: '10px 0', horizontalItemGutter: 24, horizontalMargin: '0', itemColor: '#5a6675', itemSelectedColor: '#1f2a37', inkBarColor: '#1d4f91' },
    Segmented: { trackBg: '#e9edf1' },
    Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 400 },
  },
}
