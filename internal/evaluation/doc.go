// Package evaluation measures how well candidates are ranked: it hides a part of what is known of who makes what, ranks
// all firms for each hidden product by what is left, and counts how far up the true maker stands.
//
// The protocol: the distinct edges firm → product are shuffled with a seed and a tenth is hidden. A method sees a set
// without the hidden edges, and nothing else, so it cannot look. For each hidden edge all firms are ranked for its
// product, without the firms that are still known to make it; other firms whose edge to the same product is hidden stay
// in and count as wrong. Firms of equal score stand in the order of their ids.
package evaluation
