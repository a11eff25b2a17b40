//go:build !amd64 || purego

package wire

// instructions names a way to skip that the processor may have.
type instructions uint8

const portable instructions = 0

// available returns the fastest way that is built in.
func available() instructions { return portable }

// blocks goes through all of the text byte by byte: only amd64 has assembly.
func (n *nesting) blocks(_ instructions, text string, pos int) (end int, done bool) {
	return n.bytes(text, pos)
}
