package regex

import "slices"

// SlowLength is the length of the texts, in characters, for which [Regexp.Slow]
// tells whether a search may be stopped.
const SlowLength = 1000

// maxChecks is how many comparisons of sets an estimate makes.
const maxChecks = 20

// roundSteps and insideSteps are what a round of a loop and a pattern inside of
// another one take by themselves.
const (
	roundSteps  = 6
	insideSteps = 3
)

// tooMany is an amount of work that no search may do.
const tooMany = 1e12

// slowPart names what makes a pattern slow, "" if nothing does.
func slowPart(root *node, f features) string {
	const repeats = "a large number of repeats"
	if f.slow == "" && root.states() <= maxInsts {
		doubt := int64(SlowLength)
		if startsText(root) {
			doubt = 0
		}
		if root.worstWalk(doubt) <= MaxWork*stepsPerUnit/stepsPerVisit {
			return ""
		}
		return repeats
	}
	if worstSearch(root, f) <= MaxWork*triesPerUnit {
		return ""
	}
	if f.slow != "" {
		return f.slow
	}
	return repeats
}

// stepsPerVisit is how many steps the linear engine makes for an instruction at one
// place.
const stepsPerVisit = 2

// worstWalk estimates at how many places the linear engine is at each instruction of
// n, all together, for a text of SlowLength characters. doubt is by how many
// characters the places differ at which n may begin.
func (n *node) worstWalk(doubt int64) int64 {
	doubt = min(doubt, SlowLength)
	switch n.kind {
	case kindSequence:
		sum := doubt + 1
		for _, k := range n.kids {
			sum = min(sum+k.worstWalk(doubt), unbounded)
			doubt = min(doubt+k.widest-k.narrowest, SlowLength)
		}
		return sum
	case kindRepeat:
		kid, times := n.kids[0], n.high
		if times == unbounded {
			times = n.low + 1
			doubt = SlowLength
		}
		doubt = min(doubt+timesCapped(times, kid.widest-kid.narrowest), SlowLength)
		return timesCapped(doubt+1+kid.worstWalk(doubt), max(times, 1))
	default:
		sum := doubt + 1
		for _, k := range n.kids {
			sum = min(sum+k.worstWalk(doubt), unbounded)
		}
		return sum
	}
}

// worstSearch estimates how many steps the backtracking engine makes at worst for a
// text of SlowLength characters.
func worstSearch(root *node, f features) float64 {
	checks := 0
	e := estimate{noRecord: f.references, checks: &checks, length: SlowLength}
	starts := 1.0
	if !startsText(root) {
		// What is left of the text gets shorter.
		starts, e.length = SlowLength, SlowLength/2
	}
	w := e.level(root)
	return min(starts*w.steps, w.recorded)
}

// work estimates what a part of a pattern does at one place: in how many ways it can
// match there, and the steps for all of them together.
type work struct {
	ways, steps float64
	// recorded is the bound on the steps of a whole search, because what failed once is
	// not tried again.
	recorded float64
}

// estimate walks a pattern.
type estimate struct {
	// noRecord is true if what failed may be tried again: in a pattern with
	// references, and inside of a loop that counts.
	noRecord bool
	// inside is the work of the patterns inside of this one, and size its length.
	inside, size float64
	// runs is the number of repeats of a single character.
	runs   float64
	counts bool
	// root is the pattern that is walked.
	root *node
	// length is that of the text after a place, on average.
	length float64
	// checks counts comparisons of sets: there may be a few.
	checks *int
}

// level estimates a pattern that is matched on its own: the whole, or one inside of
// another.
func (e *estimate) level(n *node) work {
	own := estimate{noRecord: e.noRecord, root: n, checks: e.checks, length: e.length}
	w := own.part(n)
	w.ways, w.recorded = 1, tooMany
	if !own.noRecord && !own.counts {
		w.recorded = own.size*SlowLength*(2+own.inside) + own.runs*SlowLength*SlowLength/2/charsPerTry
		w.steps = min(w.steps, w.recorded)
	}
	e.counts = e.counts || own.counts
	return w
}

func (e *estimate) part(n *node) work {
	e.size++
	switch n.kind {
	case kindSequence:
		all := work{ways: 1, steps: 1}
		for i, k := range n.kids {
			w := e.part(k)
			for k.kind == kindCapture || k.kind == kindGroup {
				k = k.kids[0]
			}
			if isRun(k) && e.endsOnce(k, n.kids[i+1:], n == e.root) {
				w = work{ways: 1, steps: 1 + 2*e.length/charsPerTry}
			}
			all.steps = min(all.steps+all.ways*w.steps, tooMany)
			all.ways = min(all.ways*w.ways, tooMany)
		}
		return all
	case kindAlternation, kindConditional:
		all := work{steps: 1}
		for _, k := range n.kids {
			w := e.part(k)
			all.ways, all.steps = min(all.ways+w.ways, tooMany), min(all.steps+w.steps+1, tooMany)
		}
		return all
	case kindRepeat:
		return e.repeat(n)
	case kindCapture, kindGroup:
		return e.part(n.kids[0])
	case kindAtomic, kindLook:
		w := e.level(n.kids[0])
		w.steps += insideSteps
		e.inside += w.steps
		return w
	case kindBackref:
		return work{ways: 1, steps: 1 + e.length/charsPerTry}
	default:
		return work{ways: 1, steps: 1}
	}
}

// isRun reports whether n is a repeat of single characters.
func isRun(n *node) bool { return n.kind == kindRepeat && n.kids[0].kind == kindSet }

// endsOnce reports whether a run is ended at one place only: it is the last of the
// pattern, or before its last character, or none of its characters can begin what
// comes next.
func (e *estimate) endsOnce(run *node, next []*node, isWhole bool) bool {
	if isWhole && (len(next) == 0 || len(next) == 1 && next[0].kind == kindSet) {
		return true
	}
	if len(next) == 0 {
		return false
	}
	set := firstSet(next[0])
	if *e.checks++; set == nil || *e.checks > maxChecks {
		return false
	}
	_, samples, ok := newAlphabet([]*charset{run.kids[0].set, set})
	return ok && !slices.ContainsFunc(samples, func(s sample) bool { return s.in(run.kids[0].set) && s.in(set) })
}

func (e *estimate) repeat(n *node) work {
	low, high := float64(n.low), min(float64(n.high), e.length)
	if n.kids[0].kind == kindSet {
		e.runs++
		w := work{ways: max(high-low, 0) + 1, steps: 1 + high/charsPerTry}
		if n.greed == possessive {
			w.ways = 1
		}
		w.steps += w.ways
		return w
	}
	isCounted := n.low > 1 || n.high != unbounded && n.high > 1
	if isCounted && (n.greed == possessive || n.kids[0].narrowest == 0 || n.states() > maxUnrolled) {
		e.counts = true
	}
	size, runs := e.size, e.runs
	w := e.part(n.kids[0])
	if isCounted && !e.counts {
		e.size = size + (e.size-size)*float64(n.states())
		e.runs = runs + (e.runs-runs)*float64(n.states())
	}
	rounds := min(high, max(low, e.length/max(float64(n.kids[0].narrowest), 1)))
	if n.greed == possessive {
		e.counts = true
		e.inside += w.steps
		return work{ways: 1, steps: min((rounds+1)*(w.steps+roundSteps), tooMany)}
	}
	if w.ways <= 1 {
		return work{ways: rounds + 1, steps: min(2+rounds*(w.steps+roundSteps), tooMany)}
	}
	ways, all := 1.0, work{ways: 1, steps: 2}
	for range int(rounds) {
		all.steps = min(all.steps+ways*(w.steps+roundSteps), tooMany)
		if ways = ways * w.ways; ways > tooMany || all.steps >= tooMany {
			return work{ways: tooMany, steps: tooMany}
		}
		all.ways = min(all.ways+ways, tooMany)
	}
	return all
}
