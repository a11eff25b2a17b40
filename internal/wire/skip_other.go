//go:build !amd64

package wire

// instructions are a processor's means for a fast pass.
type instructions uint8

const portable instructions = 0

// available returns the best instructions that are used on this processor.
func available() instructions { return portable }

// blocks passes what there is byte by byte: only amd64 has a faster way.
func (n *nesting) blocks(_ instructions, text string, pos int) (end int, done bool) {
	return n.bytes(text, pos)
}
