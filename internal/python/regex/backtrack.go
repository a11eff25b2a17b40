package regex

import (
	"sync"

	"nlgserver/internal/python"
)

// backtracker runs a pattern that only trying tells: with look-around, references
// and the like. It has a stack of its own and counts its steps.
type backtracker struct {
	code *code
	pool sync.Pool
}

const (
	// triesPerUnit is how many steps of the backtracking engine are one unit of work.
	triesPerUnit = 2
	// charsPerTry is how many characters of a run are one step, and otherCharsPerTry
	// how many if the text is not ASCII.
	charsPerTry      = 8
	otherCharsPerTry = 2
	// maxDecoded is the longest text that is not ASCII, in bytes. It is held as
	// characters, four bytes each.
	maxDecoded = 1 << 20
	// maxStack is the largest number of choices that are open at a time; one is 20
	// bytes.
	maxStack = 1 << 17
	// maxMemory is the size, in bits, of the largest record of what was tried, and
	// recordAfter the number of steps after which it is begun.
	maxRecord   = 1 << 21
	recordAfter = 2048
)

// frameKind says what a frame of the stack does when it is taken off.
type frameKind uint8

const (
	frameBranch  frameKind = iota // goes on at pc, place a
	frameShorter                  // a run at pc ends at a, or before it down to b
	frameLonger                   // a run at pc takes one more at a, up to b times
	frameAgain                    // a lazy loop at pc has another round, at a
	frameMark                     // mark pc was a
	frameLoop                     // loop pc had the count a and its last round at b
	frameInside                   // what is inside of pc failed; it was entered at a, from inside of b
)

type frame struct {
	kind    frameKind
	pc      int32
	a, b, c int32
}

// machine is a search by backtracking.
type machine struct {
	*code
	meter meter
	// text is the text if it is ASCII, else chars are its characters.
	text string
	buffers
	size int
	// perTry is how many characters are one step.
	perTry int

	marks []int32
	loops []loopState
	// inside is the frame of the innermost pattern inside of another, -1 outside.
	inside int32
	steps  int

	// record are the operations and places that were tried and failed, a bit each;
	// nil before it is begun.
	record []uint64
}

// buffers are the memory of a search. Large ones are shared by all searches of a
// request.
type buffers struct {
	chars []rune
	stack []frame
	// noted are the bits of the record since inside began: if it matches, they did not
	// fail.
	noted []int32
	kept  []uint64
	// held is how many bytes the request was asked for.
	held int
}

// memory returns the size of the buffers in bytes.
func (b *buffers) memory() int {
	return 4*cap(b.chars) + 20*cap(b.stack) + 4*cap(b.noted) + 8*cap(b.kept)
}

// smallBuffers is the size in bytes of the buffers that a pattern may keep for its next
// search.
const smallBuffers = 64 << 10

type loopState struct{ count, last int32 }

// search reports whether there is a match in the text.
func (b *backtracker) search(text string, m *meter) (bool, error) {
	if !m.spend(1 + len(text)/bytesPerUnit) {
		return false, ErrLimit
	}
	w, _ := b.pool.Get().(*machine)
	if w == nil {
		w = &machine{code: b.code, marks: make([]int32, b.code.marks), loops: make([]loopState, b.code.loops)}
	}
	w.meter = *m
	shared, _ := m.budget.Scratch().(*buffers)
	if shared != nil {
		w.buffers, *shared = *shared, w.buffers
	}
	found, err := false, ErrLimit
	if w.read(text) {
		found, err = w.search()
	}
	*m = w.meter
	w.meter, w.text, w.record = meter{}, "", nil
	switch {
	case shared != nil:
		w.buffers, *shared = *shared, w.buffers
	case w.memory() > smallBuffers:
		large := w.buffers
		m.budget.Leave(&large)
		w.buffers = buffers{}
	}
	b.pool.Put(w)
	return found, err
}

// hold asks for the memory of the buffers with that many bytes more.
func (m *machine) hold(more int) bool {
	size := m.memory() + more
	if size <= smallBuffers || size <= m.held {
		return true
	}
	if !m.meter.budget.Hold(size - m.held) {
		return false
	}
	m.held = size
	return true
}

// read takes a text; false if it is too long.
func (m *machine) read(text string) bool {
	m.text, m.chars, m.size = text, m.chars[:0], len(text)
	m.stack, m.noted, m.inside = m.stack[:0], m.noted[:0], -1
	m.steps, m.perTry = 0, charsPerTry
	if isASCII(text) {
		return true
	}
	if len(text) > maxDecoded || !m.meter.spend(len(text)/runesPerUnit/4) {
		m.meter.budget.Cut()
		return false
	}
	if cap(m.chars) < len(text) {
		count := python.RuneCount(text)
		if !m.hold(4 * count) {
			return false
		}
		m.chars = make([]rune, 0, count)
	}
	for i := 0; i < len(text); {
		r, size := python.DecodeRune(text[i:])
		m.chars = append(m.chars, r)
		i += size
	}
	m.text, m.size, m.perTry = "", len(m.chars), otherCharsPerTry
	return true
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

func (m *machine) at(i int) rune {
	if m.text != "" {
		return rune(m.text[i])
	}
	return m.chars[i]
}

func (m *machine) search() (bool, error) {
	for start := 0; start <= m.size; start++ {
		if m.first != nil {
			begin := start
			for start < m.size && !m.first.has(m.at(start)) {
				start++
			}
			if m.steps += (start - begin) / m.perTry; start == m.size {
				break
			}
		}
		if found, ok := m.try(start); found || !ok {
			return found, m.fault(ok)
		}
		if m.anchored {
			break
		}
	}
	return false, m.fault(m.pay())
}

func (m *machine) fault(ok bool) error {
	if ok {
		return nil
	}
	return ErrLimit
}

// pay charges the steps that were made since the last time.
func (m *machine) pay() bool {
	steps := m.steps
	m.steps = 0
	return m.meter.spend(steps / triesPerUnit)
}

// goesOn pays for the steps that were made, and reports whether there may be more.
func (m *machine) goesOn() bool {
	if len(m.stack) > maxStack {
		m.meter.budget.Cut()
		return false
	}
	if !m.pay() || !m.hold(0) {
		return false
	}
	if m.record == nil && !m.references {
		return m.beginRecord()
	}
	return true
}

// beginRecord begins to note what fails. Short searches do without.
func (m *machine) beginRecord() bool {
	bits := 2 * len(m.operations) * (m.size + 1)
	if bits > maxRecord {
		return true
	}
	words := bits/64 + 1
	if cap(m.kept) < words {
		if !m.hold(8 * words) {
			return false
		}
		m.kept = make([]uint64, words)
	} else {
		m.kept = m.kept[:words]
		clear(m.kept)
	}
	m.record = m.kept
	return m.meter.spend(words / bytesPerUnit)
}

// wasTried reports whether what a row of the record stands for failed before at this
// place, and notes that it is tried. There is a row for each operation, and another one
// for what comes after it.
func (m *machine) wasTried(row, pos int) bool {
	if m.record == nil {
		return false
	}
	bit := row*(m.size+1) + pos
	if m.record[bit/64]&(1<<(bit%64)) != 0 {
		return true
	}
	m.record[bit/64] |= 1 << (bit % 64)
	if m.inside >= 0 {
		m.noted = append(m.noted, int32(bit))
	}
	return false
}

func (m *machine) push(f frame) { m.stack = append(m.stack, f) }

// try looks for a match that begins at a place. ok is false if the search must end.
func (m *machine) try(start int) (found, ok bool) {
	for i := range m.marks {
		m.marks[i] = -1
	}
	pc, pos := 0, start
	for pc >= 0 {
		if m.steps++; m.steps >= recordAfter && !m.goesOn() {
			return false, false
		}
		o := &m.operations[pc]
		switch o.action {
		case actSet:
			if pos < m.size && o.set.has(m.at(pos)) {
				pc, pos = pc+1, pos+1
				continue
			}
		case actRun:
			if to, fits := m.run(o, pc, pos); fits {
				pc, pos = pc+1, to
				continue
			}
		case actAssert:
			if m.holds(o.assertion, pos) {
				pc++
				continue
			}
		case actJump:
			pc = o.to
			continue
		case actSplit:
			if !o.once || !m.wasTried(pc, pos) {
				pc = m.split(o, pc, pos)
				continue
			}
		case actEnter:
			m.push(frame{kind: frameLoop, pc: int32(o.number), a: m.loops[o.number].count, b: m.loops[o.number].last})
			m.loops[o.number] = loopState{-1, -1}
			pc = o.to
			continue
		case actLoop:
			if to := m.loop(o, pc, pos); to >= 0 {
				pc = to
				continue
			}
		case actMark:
			m.push(frame{kind: frameMark, pc: int32(o.number), a: m.marks[o.number]})
			m.marks[o.number] = int32(pos)
			pc++
			continue
		case actBackref:
			if to, fits := m.backref(o, pos); fits {
				pc, pos = pc+1, to
				continue
			}
		case actIf:
			if _, _, isSet := m.group(o.number); isSet {
				pc++
			} else {
				pc = o.to
			}
			continue
		case actInside:
			if o.once && m.wasTried(pc, pos) {
				break
			}
			if to, place := m.enter(o, pc, pos); to >= 0 {
				pc, pos = to, place
				continue
			}
		case actDone:
			if to, place := m.leave(pos); to >= 0 {
				pc, pos = to, place
				continue
			}
		case actMatch:
			m.stack = m.stack[:0]
			return true, true
		}
		pc, pos = m.back()
	}
	return false, true
}
