package regex

import "slices"

// context is what a place knows of the character before it.
type context uint8

const (
	atStart context = 1 << iota
	afterNewline
	afterWord
	afterASCIIWord
)

// kinds are a program and its alphabet, with what they say about each other.
type kinds struct {
	*program
	*alphabet
	// end is the class of the end of the text, and last that of a line break that
	// ends it, -1 if the program does not ask. count is the number of all classes.
	end, last, count int
	// members tells for each set which classes are in it, count for each.
	members []bool
	// traits are what the place after a character of the class knows, and asked
	// what the program asks of it.
	traits []context
	asked  context
	// asksNext is true if an assertion asks for the character that comes next.
	asksNext bool
}

// newKinds divides the characters for a program; false if that takes too much.
func newKinds(p *program) (*kinds, bool) {
	k := &kinds{program: p}
	sets := slices.Clone(p.sets)
	if p.asserts[assertTextStart] {
		k.asked |= atStart
	}
	if p.asserts[assertLineStart] {
		k.asked |= atStart | afterNewline
	}
	if p.asserts[assertLineStart] || p.asserts[assertLineEnd] || p.asserts[assertDollar] {
		sets = append(sets, &charset{spans: []span{{'\n', '\n'}}})
	}
	if p.asserts[assertWord] || p.asserts[assertNotWord] {
		k.asked |= atStart | afterWord
		sets = append(sets, &charset{word: true})
	}
	if p.asserts[assertASCIIWord] || p.asserts[assertNotASCIIWord] {
		k.asked |= atStart | afterASCIIWord
		sets = append(sets, &charset{spans: asciiWord})
	}
	a, samples, ok := newAlphabet(sets)
	if !ok {
		return nil, false
	}
	k.asksNext = slices.Contains(p.asserts[assertTextEnd:], true)
	k.alphabet, k.end, k.last = a, a.size, -1
	samples = append(samples, sample{})
	if p.asserts[assertDollar] {
		k.last = len(samples)
		samples = append(samples, samples[a.ascii['\n']])
	}
	k.count = len(samples)
	for _, s := range samples {
		k.traits = append(k.traits, traitsOf(s))
	}
	for _, set := range p.sets {
		for _, s := range samples {
			k.members = append(k.members, s.in(set))
		}
	}
	return k, true
}

// bytes returns about how much memory they hold.
func (k *kinds) bytes() int {
	size := k.alphabet.bytes() + 6*len(k.insts) + len(k.members)
	for _, set := range k.sets {
		size += set.bytes()
	}
	return size
}

func traitsOf(s sample) (c context) {
	if s.r == '\n' {
		c |= afterNewline
	}
	if s.category != plain {
		c |= afterWord
	}
	if isASCIIWord(s.r) {
		c |= afterASCIIWord
	}
	return c
}

// holds reports whether an assertion holds between what a place knows and the
// class of what comes next.
func (k *kinds) holds(a assertion, before context, class int) bool {
	atEnd := class == k.end
	var after context
	if !atEnd {
		after = k.traits[class]
	}
	trait := afterWord
	switch a {
	case assertTextStart:
		return before&atStart != 0
	case assertLineStart:
		return before&(atStart|afterNewline) != 0
	case assertTextEnd:
		return atEnd
	case assertDollar:
		return atEnd || class == k.last
	case assertLineEnd:
		return atEnd || after&afterNewline != 0
	case assertASCIIWord, assertNotASCIIWord:
		trait = afterASCIIWord
	}
	if atEnd && before&atStart != 0 {
		return false // in Python there is neither \b nor \B in an empty text
	}
	same := before&trait == after&trait
	return same == (a == assertNotWord || a == assertNotASCIIWord)
}

// stepper walks all threads of a program through a text at once. It counts the
// instructions that it looks at.
type stepper struct {
	*kinds
	// seen are the instructions that were reached in this round.
	seen  []uint32
	round uint32
	// open are the instructions of this place, and waiting those to look at.
	open, waiting []uint16
	steps         int
}

func (s *stepper) begin(k *kinds) {
	s.kinds = k
	if cap(s.seen) < len(k.insts) {
		s.seen, s.round = make([]uint32, len(k.insts)), 0
	}
	s.seen = s.seen[:cap(s.seen)]
}

func (s *stepper) nextRound() {
	if s.round++; s.round == 0 {
		clear(s.seen)
		s.round = 1
	}
}

// reach adds to the list what is reached from an instruction without a character,
// but for the assertions that ask for the next one; true if that is the end.
func (s *stepper) reach(list []uint16, pc uint16, before context) (_ []uint16, matched bool) {
	s.waiting = append(s.waiting[:0], pc)
	for len(s.waiting) > 0 {
		pc := s.waiting[len(s.waiting)-1]
		s.waiting = s.waiting[:len(s.waiting)-1]
		if s.seen[pc] == s.round {
			continue
		}
		s.seen[pc] = s.round
		s.steps++
		switch i := &s.insts[pc]; i.op {
		case instMatch:
			return list, true
		case instSplit:
			s.waiting = append(s.waiting, i.arg, i.next)
		case instAssert:
			if a := assertion(i.arg); a > assertLineStart {
				list = append(list, pc)
			} else if s.holds(a, before, s.end) {
				s.waiting = append(s.waiting, i.next)
			}
		default:
			list = append(list, pc)
		}
	}
	return list, false
}

// first returns what is reached at the start of the text, or at a later place.
func (s *stepper) first(list []uint16, before context) ([]uint16, bool) {
	s.nextRound()
	return s.reach(list, s.start, before)
}

// step takes a list of instructions, sorted out by reach, past a class, and adds
// what the next place begins with. Past the end nothing is left.
func (s *stepper) step(next, list []uint16, before context, class int) (_ []uint16, after context, matched bool) {
	open := list
	if s.asksNext {
		if open, matched = s.settle(list, before, class); matched {
			return next, 0, true
		}
	}
	if class == s.end {
		return next, 0, false
	}
	after = s.traits[class] & s.asked
	s.nextRound()
	for _, pc := range open {
		i := &s.insts[pc]
		if s.steps++; !s.members[int(i.arg)*s.count+class] {
			continue
		}
		if next, matched = s.reach(next, i.next, after); matched {
			return next, 0, true
		}
	}
	next, matched = s.reach(next, s.start, after)
	return next, after, matched
}

// settle replaces the assertions of a list that ask for the next character.
func (s *stepper) settle(list []uint16, before context, class int) (_ []uint16, matched bool) {
	s.nextRound()
	s.open = s.open[:0]
	for _, pc := range list {
		i := &s.insts[pc]
		if s.steps++; i.op == instSet {
			s.open = append(s.open, pc)
			continue
		}
		if !s.holds(assertion(i.arg), before, class) {
			continue
		}
		if s.open, matched = s.reachAll(s.open, i.next, before, class); matched {
			return nil, true
		}
	}
	return s.open, false
}

// isDead reports whether there can be no match after a list of instructions: none is
// left, and no later place begins another one.
func (s *stepper) isDead(list []uint16) bool { return len(list) == 0 && !s.asserts[assertLineStart] }

// reachAll is reach where the next class is known.
func (s *stepper) reachAll(list []uint16, pc uint16, before context, class int) (_ []uint16, matched bool) {
	s.waiting = append(s.waiting[:0], pc)
	for len(s.waiting) > 0 {
		pc := s.waiting[len(s.waiting)-1]
		s.waiting = s.waiting[:len(s.waiting)-1]
		if s.seen[pc] == s.round {
			continue
		}
		s.seen[pc] = s.round
		s.steps++
		switch i := &s.insts[pc]; i.op {
		case instMatch:
			return list, true
		case instSplit:
			s.waiting = append(s.waiting, i.arg, i.next)
		case instAssert:
			if s.holds(assertion(i.arg), before, class) {
				s.waiting = append(s.waiting, i.next)
			}
		default:
			list = append(list, pc)
		}
	}
	return list, false
}
