package guard

import (
	"strings"
	"unicode"
)

// item is a part of a text, as far as it says what a fact belongs to: a fact, a word that may
// name something, a boundary, or another word, which has none of these.
type item struct {
	fact  *fact
	label string
	// gap is how much a boundary divides, which is the item or before it.
	gap int
}

// How much a boundary divides: a comma or an "and", and the end of a sentence.
const (
	clauseGap   = 1
	sentenceGap = 4
)

// clauseWords begin a clause or the next of a list.
var clauseWords = wordSet(`and or but while whereas plus und oder aber sowie wahrend y e o u pero mientras و أو بينما और या लेकिन जबकि तथा 和 或 而 及 与`)

// ofItems are between an amount and what it is of.
var ofItems = wordSet("of de von del")

// plainWords name nothing: they are beside any fact. Short words are none of them either.
var plainWords = wordSet(`the for with you your our and are has have had will was were can from there that this its per cost costs pay pays price please only instead statt until
	der die das den dem des ein eine einen einem einer fur mit und sie ihr ihre ihren ihrer ist sind hat haben wird zahlen kostet kosten vom zum zur pro nur bei bis
	los las hasta una uno con para por que son esta estan tiene hay usted sus cuesta cuestan paga pagan precio
	من في الى على عن هو هي هذا لك لكم لديك سعر يدفع تدفع
	आप आपका आपके आपकी आपको का की के को से में है हैं पर तक और लिए हो पास रुपये
	的 了 您 你 我 们 在 是 有 个 为 共 还 可 以 请 已 经 本 这 那 到 于 从 至 位 元 价 要 需 付 每 就 会 将 也 都 给 降 涨 改`)

// roles are words that say the same of a fact: what begins, what ends, what is used, and what
// is left.
var roles = table([]row[string]{
	{"<", "depart departs departure leaves start starts begin begins open opens abfahrt abflug fahrt startet beginnt offnet sale salida parte despega empieza comienza abre abrimos المغادره يغادر تغادر تقلع يبدا تبدا يفتح प्रस्थान रवाना खुलता खुलती शुरू 飞 发"},
	{">", "arrive arrives arrival lands end ends close closes ankunft landet kommt endet schliesst llega llegada aterriza termina acaba cierra cerramos الوصول يصل تصل تهبط ينتهي تنتهي يغلق आगमन पहुंचता पहुंचती पहुँचता पहुँचती बंद खत्म 达 抵"},
	{"+", "used spent usado usados usadas gastado verbraucht genutzt 用"},
	{"-", "left remain remains remaining ubrig verbleiben verbleibend quedan queda restan restantes बाकी बचे बची शेष 剩 余"},
})

// items returns the items of a text.
func (f *facts) items() []item {
	sc := &scanner{s: f.text, toks: f.tokens}
	list := make([]item, 0, len(f.tokens))
	k := 0
	for i, t := range f.tokens {
		for k < len(f.list) && f.list[k].end <= t.start {
			k++
		}
		if t.line && i > 0 {
			list = append(list, item{gap: sentenceGap})
		}
		switch {
		case ofItems[t.word]:
		case k == len(f.list) || t.end <= f.list[k].start:
			list = append(list, sc.item(i))
		case t.start <= f.list[k].start:
			list = append(list, item{fact: &f.list[k]})
		}
	}
	return list
}

// item returns the item at token i, which belongs to no fact.
func (sc *scanner) item(i int) item {
	w := sc.word(i)
	switch {
	case sc.kind(i) == symbol:
		return item{gap: sc.gap(i)}
	case clauseWords[w]:
		return item{gap: clauseGap}
	case plainWords[w], w == "":
		return item{}
	case (w == "in" || w == "out") && (sc.word(i-1) == "check" || sc.is(i-1, "-") && sc.word(i-2) == "check"):
		return item{label: w}
	case len(w) < 3:
		// The letter of a plan or a gate.
		if len(w) == 1 && isTitle(sc.text(i)) && w != "i" && sc.kind(i-1) == word {
			return item{label: w}
		}
		return item{}
	}
	if rest, ok := strings.CutPrefix(w, "و"); ok && (strings.HasPrefix(rest, "ال") || strings.HasPrefix(rest, "لل")) {
		return item{label: stem(rest), gap: clauseGap}
	}
	return item{label: stem(w)}
}

// gap returns how much a symbol divides.
func (sc *scanner) gap(i int) int {
	switch {
	case sc.is(i, ";!?؟؛•*|"), sc.is(i, ".") && (!sc.glued(i+1) || sc.isUnspaced(i+1)):
		return sentenceGap
	case sc.is(i, ",()&+/"), sc.is(i, "-–") && !sc.glued(i) && sc.kind(i+1) != number:
		return clauseGap
	}
	return 0
}

// stem returns the form of a word that is the same in most of its cases.
func stem(w string) string {
	if role := roles[w]; role != "" {
		return role
	}
	for _, article := range [...]string{"لل", "بال", "ال"} {
		if rest, ok := strings.CutPrefix(w, article); ok {
			w = rest
			break
		}
	}
	root := strings.TrimRight(strings.TrimRightFunc(w, unicode.IsMark), "esnrينوا")
	if len(root) < 3 {
		return w
	}
	return root
}
