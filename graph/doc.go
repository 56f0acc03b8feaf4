// Package graph is the vocabulary of chainchief: the kinds of things a city's industrial chains are made of, the
// relations between them, where each fact comes from, and how a set of changes is checked. Standard library only, no
// I/O.
//
// A Node is one thing, a Relation joins two, Changes asks for both to be written together, a Snapshot is what stood at
// one revision. The closed list of kinds, relations and attributes is one table (Kinds, Relations); validation, the
// data dictionary, the stores' constraints and the import templates are made of it.
//
// # Terms
//
// Fixed here once, used everywhere:
//
//	链长 chief · 链主 lead enterprise · 环节 link · 断点 missing · 弱项 weak · 卡点 chokepoint · 堵点 blocked ·
//	补链 fill · 强链 strengthen · 延链 extend · 本地配套率 local supply rate · 专班 task force ·
//	招商 investment attraction · 增长点 growth point · 规上 above-scale · 专精特新 specialised · 小巨人 little giant ·
//	单项冠军 champion · 瞪羚 gazelle · 缺口 gap · 来源 source · 园区 park · 六个一 six ones
package graph
