package graphviz

// DotOfFree is what a worker is sent.
func DotOfFree(g Free) string { return g.dot() }
