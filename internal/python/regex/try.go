package regex

import "unicode"

// back takes frames off the stack until one says where to go on; pc is -1 if none
// does.
func (m *machine) back() (pc, pos int) {
	for len(m.stack) > 0 {
		m.steps++
		top := len(m.stack) - 1
		f := m.stack[top]
		m.stack = m.stack[:top]
		switch f.kind {
		case frameBranch:
			return int(f.pc), int(f.a)
		case frameShorter:
			if pos, fits := m.shorter(f); fits {
				return int(f.pc) + 1, pos
			}
		case frameLonger:
			if pos, fits := m.longer(f); fits {
				return int(f.pc) + 1, pos
			}
		case frameAgain:
			if o := &m.operations[f.pc]; m.hasRound(o, int(f.a)) {
				return m.round(o, int(f.a)), int(f.a)
			}
		case frameInside:
			if o := m.failed(f); o.sense == senseNegative {
				return o.to, int(f.a)
			}
		default:
			m.restore(f)
		}
	}
	return -1, 0
}

// restore makes a mark or a loop what it was.
func (m *machine) restore(f frame) {
	switch f.kind {
	case frameMark:
		m.marks[f.pc] = f.a
	case frameLoop:
		m.loops[f.pc] = loopState{f.a, f.b}
	}
}

// run passes as many characters as a run may have, or as few.
func (m *machine) run(o *operation, pc, pos int) (to int, fits bool) {
	if o.low > m.size-pos || o.once && m.wasTried(pc, pos) {
		return 0, false
	}
	least, most := pos+o.low, pos+min(o.high, m.size-pos)
	if o.greed == lazy {
		if to = m.span(o.set, pos, least); to < least {
			return 0, false
		}
		if !o.once || !m.wasTried(len(m.operations)+pc, to) {
			if most > to {
				m.push(frame{kind: frameLonger, pc: int32(pc), a: int32(to), b: int32(most - to)})
			}
			return to, true
		}
		return m.longer(frame{kind: frameLonger, pc: int32(pc), a: int32(to), b: int32(most - to)})
	}
	if to = m.span(o.set, pos, most); to < least {
		return 0, false
	}
	if o.greed == possessive {
		return to, true
	}
	return m.shorter(frame{kind: frameShorter, pc: int32(pc), a: int32(to), b: int32(least)})
}

// span returns where the characters of a set end.
func (m *machine) span(set *members, from, to int) int {
	i := from
	if m.text != "" {
		for i < to && set.ascii[m.text[i]&0x7f] {
			i++
		}
	} else {
		for i < to && set.has(m.chars[i]) {
			i++
		}
	}
	m.steps += (i - from) / m.perTry
	return i
}

// shorter ends a run where it may end, or earlier. A character that must follow, and
// what failed before, tell which ends need no try.
func (m *machine) shorter(f frame) (pos int, fits bool) {
	o := &m.operations[f.pc]
	end, least := int(f.a), int(f.b)
	for end >= least && (o.next != nil && !m.follows(o.next, end) || o.once && m.wasTried(len(m.operations)+int(f.pc), end)) {
		end--
	}
	if m.steps += (int(f.a) - end) / m.perTry; end < least {
		return 0, false
	}
	if end > least {
		f.a = int32(end - 1)
		m.push(f)
	}
	return end, true
}

func (m *machine) follows(set *members, pos int) bool { return pos < m.size && set.has(m.at(pos)) }

// longer takes one more character into a run, or more if it failed before to end
// there.
func (m *machine) longer(f frame) (pos int, fits bool) {
	o := &m.operations[f.pc]
	for begin := f.a; f.b > 0 && m.follows(o.set, int(f.a)); {
		f.a++
		f.b--
		if o.once && m.wasTried(len(m.operations)+int(f.pc), int(f.a)) {
			continue
		}
		if m.steps += int(f.a-begin) / m.perTry; f.b > 0 {
			m.push(f)
		}
		return int(f.a), true
	}
	return 0, false
}

// split goes on at one branch and remembers the other.
func (m *machine) split(o *operation, pc, pos int) int {
	if o.greed == lazy {
		m.push(frame{kind: frameBranch, pc: int32(pc + 1), a: int32(pos)})
		return o.to
	}
	m.push(frame{kind: frameBranch, pc: int32(o.to), a: int32(pos)})
	return pc + 1
}

// loop is the end of a round: another one, or what comes after the loop. It
// returns -1 if that was tried.
func (m *machine) loop(o *operation, pc, pos int) int {
	state := &m.loops[o.number]
	if int(state.count)+1 < o.low {
		m.push(frame{kind: frameLoop, pc: int32(o.number), a: state.count, b: state.last})
		state.count++
		return o.to
	}
	// A round that took nothing is the last.
	isNew := int(state.last) != pos
	if isNew && o.once && m.wasTried(pc, pos) {
		return -1
	}
	switch {
	case o.greed == lazy:
		m.push(frame{kind: frameAgain, pc: int32(pc), a: int32(pos)})
		return pc + 1
	case m.hasRound(o, pos):
		before := *state
		m.push(frame{kind: frameLoop, pc: int32(o.number), a: before.count, b: before.last})
		m.push(frame{kind: frameBranch, pc: int32(pc + 1), a: int32(pos)})
		*state = loopState{before.count + 1, int32(pos)}
		return o.to
	default:
		return pc + 1
	}
}

// hasRound reports whether a loop may have another round.
func (m *machine) hasRound(o *operation, pos int) bool {
	state := &m.loops[o.number]
	return int(state.last) != pos && (o.high == unbounded || int(state.count)+1 < o.high)
}

// round begins another round of a lazy loop.
func (m *machine) round(o *operation, pos int) int {
	state := &m.loops[o.number]
	m.push(frame{kind: frameLoop, pc: int32(o.number), a: state.count, b: state.last})
	*state = loopState{state.count + 1, int32(pos)}
	return o.to
}

// enter begins what is inside of an operation. It returns -1 if it cannot match.
func (m *machine) enter(o *operation, pc, pos int) (to, place int) {
	if o.low > pos {
		if o.sense == senseNegative {
			return o.to, pos
		}
		return -1, 0
	}
	m.push(frame{kind: frameInside, pc: int32(pc), a: int32(pos), b: m.inside, c: int32(len(m.noted))})
	m.inside = int32(len(m.stack) - 1)
	return pc + 1, pos - o.low
}

// failed ends what is inside of an operation and did not match.
func (m *machine) failed(f frame) *operation {
	if m.inside = f.b; m.inside < 0 {
		m.noted = m.noted[:0]
	}
	return &m.operations[f.pc]
}

// leave ends what is inside of an operation and matched. It returns -1 if it should
// not have.
func (m *machine) leave(pos int) (to, place int) {
	bottom := int(m.inside)
	f := m.stack[bottom]
	o := &m.operations[f.pc]
	for _, bit := range m.noted[f.c:] {
		m.record[bit/64] &^= 1 << (bit % 64)
	}
	m.steps += (len(m.noted) - int(f.c) + len(m.stack) - bottom) / charsPerTry
	m.noted = m.noted[:f.c]
	m.inside = f.b
	above := m.stack[bottom+1:]
	m.stack = m.stack[:bottom]
	if o.sense == senseNegative {
		for i := len(above) - 1; i >= 0; i-- {
			m.restore(above[i])
		}
		return -1, 0
	}
	// What was chosen inside is never chosen again; what it changed may have to
	// be changed back.
	for _, g := range above {
		if g.kind == frameMark || g.kind == frameLoop {
			m.stack = append(m.stack, g)
		}
	}
	if o.sense == senseLook {
		pos = int(f.a)
	}
	return o.to, pos
}

func (m *machine) group(number int) (from, to int, isSet bool) {
	from, to = int(m.marks[2*number]), int(m.marks[2*number+1])
	return from, to, from >= 0 && to >= from
}

// backref passes what a group matched, once more.
func (m *machine) backref(o *operation, pos int) (end int, fits bool) {
	from, to, isSet := m.group(o.number)
	if !isSet || to-from > m.size-pos {
		return 0, false
	}
	length := to - from
	for i := range length {
		if a, b := m.at(from+i), m.at(pos+i); a != b && (!o.fold || o.lower(a) != o.lower(b)) {
			m.steps += i / m.perTry
			return 0, false
		}
	}
	m.steps += length / m.perTry
	return pos + length, true
}

func (o *operation) lower(r rune) rune {
	if r < 0x80 || !o.ascii {
		return unicode.ToLower(r)
	}
	return r
}

// holds reports whether an assertion holds at a place.
func (m *machine) holds(a assertion, pos int) bool {
	switch a {
	case assertTextStart:
		return pos == 0
	case assertLineStart:
		return pos == 0 || m.at(pos-1) == '\n'
	case assertTextEnd:
		return pos == m.size
	case assertDollar:
		return pos == m.size || pos == m.size-1 && m.at(pos) == '\n'
	case assertLineEnd:
		return pos == m.size || m.at(pos) == '\n'
	}
	if m.size == 0 {
		return false // in Python there is neither \b nor \B in an empty text
	}
	ascii := a == assertASCIIWord || a == assertNotASCIIWord
	same := (pos > 0 && isWord(m.at(pos-1), ascii)) == (pos < m.size && isWord(m.at(pos), ascii))
	return same == (a == assertNotWord || a == assertNotASCIIWord)
}

func isWord(r rune, ascii bool) bool {
	if ascii {
		return isASCIIWord(r)
	}
	return categoryOf(r) != plain
}
