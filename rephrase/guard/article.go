package guard

import "strings"

// articles are the English words that say one of something, if they say a number at all.
var articles = wordSet(`a an`)

// articleLinks may be between an article and its unit.
var articleLinks = wordSet(`single full whole entire extra additional business working`)

// article reads "an hour", which is one, and "an hour and a half". It is soft: "a minute" may
// be any short time. After an amount it is a rate: 5 € a month, 3 times a day.
func (sc *scanner) article(i int) int {
	if n := len(sc.list); n > 0 && (sc.used == i || sc.used == i-1 && strings.HasSuffix(sc.word(i-1), "s")) {
		return i
	}
	j := i + 1
	if articleLinks[sc.word(j)] {
		j++
	}
	w := sc.word(j)
	u := units[w]
	if u == 0 || len(w) < 3 || strings.HasSuffix(w, "s") || w == "second" && sc.kind(j+1) == word {
		return i
	}
	sc.loose |= u & strict
	next := j + 1
	f := fact{keys: []string{intKey(1)}, unit: u, soft: true}
	next = sc.addPart(&f, next)
	return sc.add(f, i, next)
}

// articleKey begins what a text has one of: "a new message" has a message.
const articleKey = "a:"

// maxPhrase is how many words after an article, or after the number, may name the thing.
const maxPhrase = 4

// phraseEnds are words that are in no name of a thing.
var phraseEnds = wordSet(`of the your our my his her their this that in on at for to with from by and or is are was were has have had will can may must as it you we not
	but if when who which until before after than per left costs takes needs`)

// qualities may be said of anything.
var qualities = wordSet(`new more extra additional single other great good nice full whole big large small`)

// numbered are words whose number is a name: room 1 is not one room.
var numbered = wordSet(`room line step option gate platform table seat page item level number no part phase zone terminal chapter version press type day week track floor bus
	tram group class question unit building apartment lane route section season episode model tier category priority stage slot player team plan ticket`)

// indexArticles notes what the articles are of, and what there is one of. Articles are no
// facts: they are not asked for.
func (f *facts) indexArticles() {
	sc := &scanner{s: f.text, toks: f.tokens}
	k := 0
	for i, t := range f.tokens {
		f.indexDual(t.word)
		if articles[t.word] {
			f.byKey[articleKey] = mention{bare: true}
			for _, name := range sc.phrase(i + 1) {
				f.byKey[articleKey+name] = mention{bare: true}
			}
		}
		for k < len(f.list) && f.list[k].start < t.start {
			k++
		}
		if k < len(f.list) && f.list[k].start == t.start && f.list[k].end == t.end && f.list[k].unit == 0 {
			f.list[k].things = sc.thingsOf(i)
		}
	}
}

// hasArticle reports whether one of something may be said with an article.
func (f *facts) hasArticle() bool {
	_, ok := f.byKey[articleKey]
	return ok
}

// hasArticleOf reports whether the text says a thing with an article of which another text
// has one: "a new message" for "1 new message".
func (f *facts) hasArticleOf(one fact) bool {
	for _, name := range one.things {
		if _, ok := f.byKey[articleKey+name]; ok {
			return true
		}
	}
	return false
}

// phrase returns the words from token i on that may name a thing, without the s of many.
func (sc *scanner) phrase(i int) (names []string) {
	for j := i; j < i+maxPhrase && sc.kind(j) == word && (j == i || !sc.toks[j].line); j++ {
		w := sc.word(j)
		if phraseEnds[w] {
			break
		}
		if len(w) > 2 && !qualities[w] {
			names = append(names, strings.TrimSuffix(w, "s"))
		}
	}
	return names
}

// thingsOf returns what there is one of, if the number at token i is a plain 1, or two of.
func (sc *scanner) thingsOf(i int) []string {
	if w, _ := arabicPart(sc.word(i)); sc.text(i) == "2" || w.n == 2 {
		return sc.twoOf(i)
	}
	if sc.text(i) != "1" || numbered[sc.word(i-1)] || sc.glued(i) && sc.is(i-1, "#-–:/.,") {
		return nil
	}
	if sc.word(i+1) == "x" {
		i++
	}
	return sc.phrase(i + 1)
}
