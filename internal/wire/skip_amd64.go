//go:build amd64 && !purego

package wire

import (
	"math/bits"
	"unsafe"

	"golang.org/x/sys/cpu"
)

// skipState is the state of a skip between two blocks of 64 bytes. The assembly
// refers to its fields by the names in go_asm.h.
type skipState struct {
	// inString is all ones if the next block begins inside a string, else 0.
	inString uint64
	// escaped is 1 if the next block's first byte follows a backslash, else 0.
	escaped uint64
	// depth counts all open brackets, braces only the { among them.
	depth, braces int64
	// opens, closes and kinds are bit masks of the block in which the value
	// ends: where brackets open and close outside of strings, and which bytes
	// may be braces.
	opens, closes, kinds uint64
}

// skipBlocksAVX512 skips blocks of 64 bytes, starting at p, until one holds the
// bracket that closes the value, and returns how many it skipped. The state then
// holds that block's masks, and inString and escaped are those at its end.
//
//go:noescape
func skipBlocksAVX512(p *byte, blocks int, st *skipState) int

// skipBlocksAVX2 does the same on processors without AVX-512.
//
//go:noescape
func skipBlocksAVX2(p *byte, blocks int, st *skipState) int

const blockSize = 64

// instructions names a way to skip that the processor may have.
type instructions uint8

const (
	portable instructions = iota
	avx2
	avx512
)

// available returns the fastest way that this processor has.
func available() instructions {
	x := &cpu.X86
	switch {
	case !x.HasPCLMULQDQ || !x.HasBMI1 || !x.HasPOPCNT || !x.HasAVX2:
		return portable
	case !x.HasAVX512F || !x.HasAVX512BW:
		return avx2
	default:
		return avx512
	}
}

// blocks skips whole blocks of 64 bytes and reports whether the value ended in
// one of them. The portable way goes through all of the text byte by byte.
func (n *nesting) blocks(how instructions, text string, pos int) (end int, done bool) {
	if how == portable {
		return n.bytes(text, pos)
	}
	for len(text)-pos >= blockSize {
		// The assembly does not check the limit, so it gets no more blocks than
		// can stay below it.
		if safe := (n.limit - n.depth) / blockSize; safe > 0 {
			pos, done = n.assembly(how, text, pos, int(min(int64(len(text)-pos)/blockSize, safe)))
		} else {
			pos, done = n.bytes(text[:pos+blockSize], pos)
		}
		if done {
			return pos, true
		}
	}
	return pos, false
}

// assembly skips up to count blocks.
func (n *nesting) assembly(how instructions, text string, pos, count int) (end int, done bool) {
	st := n.state()
	var passed int
	if p := unsafe.StringData(text[pos:]); how == avx2 {
		passed = skipBlocksAVX2(p, count, &st)
	} else {
		passed = skipBlocksAVX512(p, count, &st)
	}
	pos += passed * blockSize
	if passed < count {
		end, braces := st.endInBlock()
		*n = nesting{braces: braces, limit: n.limit}
		return pos + end + 1, true
	}
	*n = nesting{depth: st.depth, braces: st.braces, inString: st.inString != 0, escaped: st.escaped != 0, limit: n.limit}
	return pos, false
}

func (n *nesting) state() skipState {
	st := skipState{depth: n.depth, braces: n.braces}
	if n.inString {
		st.inString = ^uint64(0)
	}
	if n.escaped {
		st.escaped = 1
	}
	return st
}

// endInBlock returns the offset of the bracket that ends the value in the last
// block, and how many braces are open there: none if the brackets match.
func (st *skipState) endInBlock() (end int, braces int64) {
	depth, braces := st.depth, st.braces
	for rest := st.opens | st.closes; rest != 0; rest &= rest - 1 {
		bit := rest & -rest
		step := int64(1)
		if st.closes&bit != 0 {
			step = -1
		}
		depth += step
		if st.kinds&bit != 0 {
			braces += step
		}
		if depth == 0 {
			return bits.TrailingZeros64(bit), braces
		}
	}
	return blockSize - 1, braces // not reached: the assembly found the end in this block
}
