// Package likeness ranks the firms of a pool by how likely each could make a product, and says why.
//
// It reads words: the characters and the pairs of neighbouring characters of Chinese names, Latin words whole and by
// their first three letters. A firm "speaks" a word in four ways, from direct to indirect:
//
//	own       how many of its products carry the word
//	name      1 when its own name carries it
//	peers     the part of its 100 most similar firms that carry it, each weighted by its likeness
//	industry  the part of the other firms of its industry that carry it, (with the word) / (others + 2)
//
// A word that few firms speak tells more. With P0 = (firms that carry the word + ½) / firms, the score of a firm for a
// product is
//
//	Σ over the words of the product's name of  ln(1 + (own + name + peers + industry) / P0)
//
// which has the form of the language model approach to retrieval with linear interpolation (Ponte and Croft, SIGIR
// 1998; Zhai and Lafferty, ACM TOIS 22:179, 2004): how much more the firm uses these words than any firm of the pool
// does. It is no probability, for own is a count and words overlap; it orders firms. All four weights are one: others
// were tried on hidden edges and gained next to nothing (docs/decisions/0015-candidate-ranking.md). A firm of which
// nothing is known scores 0; no part of a score is below 0.
//
// The score is the sum of four parts, one for each way, taken from direct to indirect: each part is what its way adds
// to those before it, so none is counted twice.
//
// Likeness of two firms is the cosine of their words, a word weighing ln(1 + own) · ln(firms / firms that carry it) and
// words that more than half of the firms carry left out; a peer's weight is the square of it, scaled to a sum of one.
//
// # Signs
//
// A search looks at firms in the order of their signs: these words and other things that can be seen, each 0 to 1
// beside all firms, added up with weights that a logistic regression learned on edges of the public set
// (docs/decisions/0030-signs-with-weights.md). Signs order; what is shown of a candidate are words and tiers.
//
// # What it needs
//
// An Index holds for each word the firms that carry it, for each firm its peers, and the words of each product with
// its makers; Explain asks for the products of the one firm to be explained. Ranking by words costs the firms that
// carry the product's words and the firms whose peers they are, not the products of the pool; signs ask the products
// that share a word too. An index of fewer firms, say those around a link, works the same: they are then the
// background against which a word is rare.
package likeness
