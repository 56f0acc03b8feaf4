package analysis

import "chainchief/graph"

// SixOne is one of the six ones 六个一 of a chain. What is not public has no nodes and is shown as 待补充.
type SixOne struct {
	Key   string // chief unit task_force plan park policy
	Name  Words
	Nodes []*graph.Node
	Prov  []graph.Provenance // of the relation that ties each node to the chain
	Notes []string           // of that relation, "" where it has none
}

var sixOnes = []struct {
	key  string
	name Words
	rel  graph.RelationType
}{
	{"chief", Words{"一名链长", "One chief"}, graph.Leads},
	{"unit", Words{"一个牵头单位", "One lead unit"}, graph.Coordinates},
	{"task_force", Words{"一个专班", "One task force"}, graph.Staffs},
	{"plan", Words{"一个方案", "One plan"}, graph.Guides},
	{"park", Words{"一个园区", "One park"}, graph.Hosts},
	{"policy", Words{"一套政策", "One policy package"}, graph.Supports},
}

// SixOnes returns the six ones of a chain, always six, in their fixed order.
func SixOnes(s *graph.Snapshot, chain graph.ID) []SixOne {
	list := make([]SixOne, len(sixOnes))
	for i, one := range sixOnes {
		list[i] = SixOne{Key: one.key, Name: one.name}
		for _, r := range s.In(chain, one.rel) {
			if one.rel == graph.Hosts && !graph.HostingOf(r).Main() {
				continue
			}
			list[i].Nodes = append(list[i].Nodes, s.Node(r.From))
			list[i].Prov = append(list[i].Prov, r.Prov)
			list[i].Notes = append(list[i].Notes, r.Attrs.Note())
		}
	}
	return list
}
