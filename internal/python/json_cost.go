package python

import (
	"unsafe"

	"nlgserver/internal/budget"
)

// The sizes of what is made of JSON, in bytes.
const (
	valueSize    = int(unsafe.Sizeof(Value{}))
	entrySize    = int(unsafe.Sizeof(Entry{}))
	dictSize     = int(unsafe.Sizeof(Dict{}))
	sequenceSize = int(unsafe.Sizeof(sequence{}))
	// levelSize is what the stack needs for a level of nesting. The first
	// freeLevels fit into the stack that every request has.
	levelSize  = 1 << 10
	freeLevels = 8
)

// What reading costs on a slow processor, in nanoseconds; BenchmarkParseCosts
// measures it. A text costs a nanosecond for each bytesPerNanosecond, and its
// items, entries, escapes and long numbers cost more.
const (
	bytesPerNanosecond = 4
	itemCost           = 70
	listCost           = 90
	entryCost          = 100
	dictCost           = 150
	indexCost          = 80
	escapeCost         = 30
	// payFrom is from how many nanoseconds on the work is paid for.
	payFrom = 64 * budget.UnitNanoseconds
	// payEvery is after how many bytes a run of digits or of white space is paid.
	payEvery = 1 << 14
)

// EntrySize is what an entry that is added to a [Dict] takes at most, in bytes, with
// what growing leaves behind.
const EntrySize = 3*entrySize + 3*mapSlot

// mapSlot is what a place of an index takes: a key, a number, and a byte of the
// control word.
const mapSlot = 25

// indexSize returns the size of the index of n entries.
func indexSize(n int) int {
	if n < indexFrom {
		return 0
	}
	// A table is at most 7/8 full, and has a power of two of places.
	places := 8
	for places*7/8 < n {
		places *= 2
	}
	return places*mapSlot + 48
}

// work notes work that is about to be done, in nanoseconds, and pays for it from time
// to time.
func (p *jsonParser) work(nanoseconds int) bool {
	p.owed += nanoseconds
	return p.owed < payFrom || p.pay()
}

func (p *jsonParser) pay() bool {
	units := p.owed / budget.UnitNanoseconds
	p.owed %= budget.UnitNanoseconds
	return p.budget.Read(units) && p.watch.Look()
}

// settle pays for the rest.
func (p *jsonParser) settle() bool {
	return p.budget.Read((p.owed + budget.UnitNanoseconds - 1) / budget.UnitNanoseconds)
}

func (p *jsonParser) hold(bytes int) bool { return p.budget.Hold(bytes) }

// look asks whether the client is still there.
func (p *jsonParser) look() bool { return p.budget.Look() && p.watch.Look() }

// descend pays for the stack of a value at that depth.
func (p *jsonParser) descend(depth int) bool {
	if depth < freeLevels || depth <= p.deepest {
		return true
	}
	p.deepest = depth
	return p.hold(levelSize)
}

// payFloat pays for a float of that many characters. Beyond 19 digits it may have to
// be computed digit by digit, of which at most 800 count.
func (p *jsonParser) payFloat(length int) bool {
	if length <= 20 {
		return p.work(floatCost)
	}
	digits := min(length, 800)
	return (length <= leastLongFloat || p.hold(length)) && p.work(floatCost+4*length+digits*longFloatCost+digits*digits/longFloatPairs)
}

const (
	floatCost      = 40
	longFloatCost  = 15
	longFloatPairs = 12
	// A number beyond the largest float is copied to an error, which takes that much
	// besides. A long one is paid for in advance.
	numErrorSize   = 64
	leastLongFloat = 4096
)

// payInt pays for an int of that many digits. Time and memory grow with their
// square, for a big.Int grows in small steps.
func (p *jsonParser) payInt(digits int) bool {
	if digits <= 18 {
		return true
	}
	return p.work(bigIntCost+digits*bigDigitCost) && p.hold(bigIntSize+2*digits+digits*digits/bigDigitsPerByte)
}

const (
	bigIntCost       = 300
	bigDigitCost     = 10
	bigIntSize       = 80
	bigDigitsPerByte = 440
)

// shelf collects the items of lists and dicts until their number is known. The
// pieces are not moved, so that it takes no more memory than the items.
type shelf struct {
	full [][]Value
	top  []Value
	// spare is an empty piece, so that a list at the edge of two pieces does not
	// make one again and again.
	spare []Value
}

// The least and the greatest size of a piece.
const (
	leastPiece    = 16
	greatestPiece = 1024
)

// shelve puts four values on the shelf.
func (p *jsonParser) shelve(values ...Value) bool {
	if p.check {
		return true
	}
	s := &p.shelf
	if len(s.top) == cap(s.top) {
		if !p.extend() {
			return false
		}
	}
	s.top = append(s.top, values...)
	return true
}

// extend begins a piece. Its size is a multiple of four.
func (p *jsonParser) extend() bool {
	s := &p.shelf
	next := s.spare
	s.spare = nil
	if next == nil {
		size := min(max(2*cap(s.top), leastPiece), greatestPiece)
		if !p.hold(size * valueSize) {
			return false
		}
		next = make([]Value, 0, size)
	}
	if s.top != nil {
		s.full = append(s.full, s.top)
	}
	s.top = next
	return true
}

// pop returns the values on top, no more than that many.
func (s *shelf) pop(most int) []Value {
	if len(s.top) == 0 {
		s.spare = s.top
		s.top = s.full[len(s.full)-1]
		s.full = s.full[:len(s.full)-1]
	}
	from := max(len(s.top)-most, 0)
	values := s.top[from:]
	s.top = s.top[:from]
	return values
}

// take moves the last values on the shelf to items, which it fills.
func (s *shelf) take(items []Value) {
	for n := len(items); n > 0; {
		values := s.pop(n)
		n -= copy(items[n-len(values):], values)
	}
}

// takeEntries moves the last values on the shelf, keys and values by turns, to
// entries, which it fills.
func (s *shelf) takeEntries(entries []Entry) {
	for n := len(entries); n > 0; {
		values := s.pop(2 * n)
		for i := len(values) - 2; i >= 0; i -= 2 {
			n--
			entries[n] = Entry{values[i], values[i+1]}
		}
	}
}
