package guard

// relativeDays are days that are told from the day of the talk. Today is none of them: it is
// said and left out as people like.
var relativeDays = table([]row[string]{
	{"tomorrow", "tomorrow morgen manana demain غدا الغد"},
	{"yesterday", "yesterday gestern ayer hier أمس البارحة"},
	{"overmorrow", "ubermorgen परसों"},
	{"next", "कल"},
})

// morningLinks are before a word that is a morning then, and no day.
var morningLinks = wordSet("la am guten jeden diesem heute gestern der den")

var hanDays = map[string]string{"明天": "tomorrow", "明日": "tomorrow", "昨天": "yesterday", "昨日": "yesterday", "后天": "overmorrow"}

const relativeKey = "r:"

// relative reads a word such as tomorrow.
func (sc *scanner) relative(i int) int {
	if sc.isUnspaced(i) {
		if i+1 < len(sc.toks) {
			if day := hanDays[sc.s[sc.toks[i].start:sc.toks[i+1].end]]; day != "" {
				return sc.add(fact{keys: []string{relativeKey + day}}, i, i+2)
			}
		}
		return i
	}
	w := sc.word(i)
	day := relativeDays[w]
	if day == "" {
		return i
	}
	return sc.add(fact{keys: []string{relativeKey + day}, soft: w == "hier" || morningLinks[sc.word(i-1)]}, i, i+1)
}
