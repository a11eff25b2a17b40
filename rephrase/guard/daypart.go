package guard

// stretch is a set of parts of the day in words that have no time: Tuesday morning.
type stretch uint8

const (
	forenoon stretch = 1 << iota
	noon
	lateDay
)

// lateWords are those of dayParts that are an evening or a night. People call the same hours
// by both.
var lateWords = wordSet("evening night tonight abends abend nachts noche soir مساء المساء ليلا الليل शाम रात 저녁 밤")

var hanStretches = table([]row[stretch]{
	{forenoon, "凌晨 早上 上午 早晨"},
	{noon, "中午 下午"},
	{lateDay, "傍晚 晚上 今晚 午夜 半夜"},
})

// stretchAt returns the part of the day that token i names.
func (sc *scanner) stretchAt(i int) stretch {
	if sc.isUnspaced(i) {
		if i+1 < len(sc.toks) {
			return hanStretches[sc.s[sc.toks[i].start:sc.toks[i+1].end]]
		}
		return 0
	}
	w := sc.word(i)
	switch {
	case lateWords[w]:
		return lateDay
	case sc.dayPart(i) == morning:
		return forenoon
	case dayParts[w] != 0:
		return noon
	}
	return 0
}

// stretches returns the parts of the day that a text names, and those of them that belong to
// no time.
func (f *facts) stretches() (said, alone stretch) {
	sc := &scanner{s: f.text, toks: f.tokens}
	k := 0
	for i, t := range f.tokens {
		part := sc.stretchAt(i)
		if part == 0 {
			continue
		}
		said |= part
		for k < len(f.list) && (f.list[k].end <= t.start || f.list[k].soft) {
			k++
		}
		if k == len(f.list) || f.list[k].start > t.start {
			alone |= part
		}
	}
	return said, alone
}

// swappedPart returns the part of the day that f names and other does not, if other names one
// that f does not.
func (f *facts) swappedPart(other *facts) (string, bool) {
	said, alone := f.stretches()
	saidThere, aloneThere := other.stretches()
	lost := alone &^ saidThere
	if lost == 0 || aloneThere&^said == 0 {
		return "", false
	}
	sc := &scanner{s: f.text, toks: f.tokens}
	for i, t := range f.tokens {
		if sc.stretchAt(i)&lost != 0 {
			return f.text[t.start:t.end], true
		}
	}
	return "", false
}
