package wire

import (
	"math/bits"
	"unsafe"

	"golang.org/x/sys/cpu"
)

// skipState is where a skip over an object or a list stands between blocks of
// 64 bytes. The assembly knows its layout.
type skipState struct {
	// inString is all ones if the next block begins inside a string, else 0.
	inString uint64
	// escaped is 1 if the next block's first byte stands after a backslash.
	escaped uint64
	// depth counts the brackets of both kinds that are open, braces the braces
	// among them.
	depth, braces int64
	// opens, closes and kinds are of the block in which the value ends: where
	// brackets open and close outside of strings, and which bytes could be
	// braces.
	opens, closes, kinds uint64
}

// skipBlocksAVX512 passes blocks of 64 bytes, starting at p, until one holds the
// bracket that closes the value, and returns how many it passed. That block's
// masks are in the state then, and its strings are accounted for.
//
//go:noescape
func skipBlocksAVX512(p *byte, blocks int, st *skipState) int

// skipBlocksAVX2 is the same for processors without AVX-512.
//
//go:noescape
func skipBlocksAVX2(p *byte, blocks int, st *skipState) int

// skipRunsAVX512 passes runs of eight blocks until one may hold the bracket that
// closes the value, and returns how many it passed. The state is as before that
// run then; opens, closes and kinds are not set.
//
//go:noescape
func skipRunsAVX512(p *byte, runs int, st *skipState) int

const (
	blockSize = 64
	runBlocks = 8
)

// instructions are a processor's means for a fast skip.
type instructions uint8

const (
	portable instructions = iota
	avx2
	avx512
	avx512Runs
)

// available returns the best instructions that this processor has.
func available() instructions {
	x := &cpu.X86
	switch {
	case !x.HasPCLMULQDQ || !x.HasBMI1 || !x.HasPOPCNT || !x.HasAVX2:
		return portable
	case !x.HasAVX512F || !x.HasAVX512BW:
		return avx2
	case !x.HasAVX512DQ || !x.HasAVX512VL || !x.HasAVX512VBMI2 || !x.HasAVX512VPOPCNTDQ || !x.HasAVX512VPCLMULQDQ:
		return avx512
	default:
		return avx512Runs
	}
}

// blocks passes whole blocks of 64 bytes and reports whether the value ended in
// one of them. Without the instructions it passes what there is byte by byte.
func (n *nesting) blocks(how instructions, text string, pos int) (end int, done bool) {
	if how == portable {
		return n.bytes(text, pos)
	}
	for len(text)-pos >= blockSize {
		// The assembly does not look at the limit: it gets only so many blocks
		// as cannot reach it.
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

// assembly passes that many blocks.
func (n *nesting) assembly(how instructions, text string, pos, count int) (end int, done bool) {
	st := n.state()
	passed := skipBlocks(how, text[pos:], count, &st)
	pos += passed * blockSize
	if passed < count {
		end, braces := st.endInBlock()
		*n = nesting{braces: braces, limit: n.limit}
		return pos + end + 1, true
	}
	*n = nesting{depth: st.depth, braces: st.braces, inString: st.inString != 0, escaped: st.escaped != 0, limit: n.limit}
	return pos, false
}

// skipBlocks passes blocks until one holds the bracket that closes the value.
func skipBlocks(how instructions, text string, count int, st *skipState) (passed int) {
	at := func() *byte { return unsafe.StringData(text[passed*blockSize:]) }
	for how == avx512Runs && count-passed >= runBlocks {
		passed += runBlocks * skipRunsAVX512(at(), (count-passed)/runBlocks, st)
		// The next run may hold it, which is looked at block by block.
		end := min(passed+runBlocks, count)
		passed += skipBlocksAVX512(at(), end-passed, st)
		if passed < end {
			return passed
		}
	}
	if how == avx2 {
		return skipBlocksAVX2(at(), count, st)
	}
	return passed + skipBlocksAVX512(at(), count-passed, st)
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

// endInBlock counts the brackets of the block in which the value ends. It
// returns the offset of the one that ends it, and how many braces are open
// there: none, if the brackets match.
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
	return blockSize - 1, braces // not reached: the assembly has found the end in this block
}
