package python

import (
	"math/big"

	"nlgserver/internal/budget"
)

// Stop is why a value was not printed to its end.
type Stop uint8

const (
	// Whole says that it was printed whole.
	Whole Stop = iota
	// TooLong says that it takes more bytes than it may.
	TooLong
	// NoBudget says that the budget said no.
	NoBudget
)

// AppendStrWithin is [Value.AppendStr] of at most that many bytes, within a budget:
// it stops before it prints much more. What it returns then is a part of it.
func AppendStrWithin(dst []byte, v Value, most int, b *budget.Budget) ([]byte, Stop) {
	p := printer{dst: dst, end: len(dst) + most, budget: b}
	if v.kind == KindStr {
		if p.room(len(v.text), len(v.text)) {
			p.dst = append(p.dst, v.text...)
		}
	} else {
		p.value(v)
	}
	return p.dst, p.stop
}

// AppendReprWithin is [Value.AppendRepr], bounded as [AppendStrWithin] is.
func AppendReprWithin(dst []byte, v Value, most int, b *budget.Budget) ([]byte, Stop) {
	p := printer{dst: dst, end: len(dst) + most, budget: b}
	p.value(v)
	return p.dst, p.stop
}

// printer prints a value within bounds.
type printer struct {
	dst    []byte
	end    int // of what may be printed
	budget *budget.Budget
	stop   Stop
}

// Costs of printing.
const (
	printedPerUnit = 32 // bytes that are copied
	quotedPerUnit  = 4  // bytes of which each is looked at
	floatUnits     = 3
	longestFloat   = 32
)

// room asks for printing at least that many bytes, and at most so many.
func (p *printer) room(least, most int) bool {
	switch {
	case p.stop != Whole:
	case least > p.end-len(p.dst):
		p.stop = TooLong
	case !p.budget.Spend(1 + least/printedPerUnit):
		p.stop = NoBudget
	case most > cap(p.dst)-len(p.dst):
		var ok bool
		if p.dst, ok = p.budget.Grow(p.dst, most); !ok {
			p.stop = NoBudget
		}
	}
	return p.stop == Whole
}

func (p *printer) sign(s string) {
	if p.room(len(s), len(s)) {
		p.dst = append(p.dst, s...)
	}
}

// value prints the value's repr as [Value.AppendRepr] does.
func (p *printer) value(v Value) {
	switch v.kind {
	case KindStr:
		p.text(v.text)
	case KindInt:
		p.int(v)
	case KindList:
		p.items("[", v.Items(), "]")
	case KindTuple:
		end := ")"
		if len(v.Items()) == 1 {
			end = ",)"
		}
		p.items("(", v.Items(), end)
	case KindDict:
		p.sign("{")
		for i, e := range v.Dict().Entries() {
			if i > 0 {
				p.sign(", ")
			}
			p.value(e.Key)
			p.sign(": ")
			if p.value(e.Value); p.stop != Whole {
				return
			}
		}
		p.sign("}")
	case KindFloat:
		if !p.budget.Spend(floatUnits) {
			p.stop = NoBudget
		}
		if p.room(3, longestFloat) {
			p.dst = v.AppendRepr(p.dst)
		}
	default:
		if p.room(2, longestFloat) {
			p.dst = v.AppendRepr(p.dst)
		}
	}
}

func (p *printer) items(begin string, items []Value, end string) {
	p.sign(begin)
	for i, item := range items {
		if i > 0 {
			p.sign(", ")
		}
		if p.value(item); p.stop != Whole {
			return
		}
	}
	p.sign(end)
}

// text prints a str in quotes. A byte becomes four at most, as in \x00.
func (p *printer) text(s string) {
	if p.room(len(s)+2, 4*len(s)+2) {
		if !p.budget.Spend(len(s) / quotedPerUnit) {
			p.stop = NoBudget
			return
		}
		p.dst = appendQuoted(p.dst, s)
	}
}

// int prints an int, whose digits take time with the square of their number.
func (p *printer) int(v Value) {
	n, isBig := v.ref.(*big.Int)
	if !isBig {
		if p.room(1, longestFloat) {
			p.dst = v.AppendRepr(p.dst)
		}
		return
	}
	digits := n.BitLen()*3/10 + 1
	words := len(n.Bits())
	if !p.budget.Spend(words + words*words/64) {
		p.stop = NoBudget
	}
	if p.room(digits, digits+digits/100+3) {
		p.dst = v.AppendRepr(p.dst)
	}
}
