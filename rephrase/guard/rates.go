package guard

import "strings"

// rate is how often an amount is due: per month, monthly.
type rate struct {
	unit unit
	// price is set if it follows an amount of money.
	price      bool
	start, end int
}

// rateWords say a rate by themselves.
var rateWords = table([]row[unit]{
	{hour, "hourly stündlich"},
	{day, "daily täglich tägliche täglichen diario diarios diaria diarias يوميا يومي اليومي اليومية रोजाना प्रतिदिन दैनिक"},
	{night, "nightly"},
	{week, "weekly wöchentlich wöchentliche wöchentlichen semanal semanales أسبوعيا أسبوعي الأسبوعي الأسبوعية साप्ताहिक"},
	{month, "monthly monatlich monatliche monatlichen mensual mensuales mensualmente شهريا شهري الشهري الشهرية मासिक"},
	{year, "yearly annual annually annum jährlich jährliche jährlichen annual anuales anualmente سنويا سنوي السنوي السنوية वार्षिक सालाना"},
})

// rateLinks are before the unit of a rate.
var rateLinks = wordSet(`per each every pro je jede jeden jedes im al por cada par كل في हर प्रति`)

// rate notes the rate that begins at token i. After an amount of money, "a month" is one too.
func (sc *scanner) rate(i int, price bool) {
	if u, next := sc.rateAt(i, price); u != 0 {
		sc.rates = append(sc.rates, rate{u, price, sc.toks[i].start, sc.toks[next-1].end})
	}
}

func (sc *scanner) rateAt(i int, price bool) (unit, int) {
	w := sc.word(i)
	if u := rateWords[w] | germanRate(w); u != 0 {
		return u, i + 1
	}
	if sc.hasPrefix(i, "每") && sc.kind(i+1) != none {
		u, next := sc.hanUnit(i + 1)
		return u & spans, next
	}
	if rateLinks[w] || sc.is(i, "/") || price && w == "a" {
		if sc.isUnspaced(i + 1) {
			u, next := sc.hanUnit(i + 1)
			return u & spans, next
		}
		return spanOf(sc.word(i + 1)), i + 2
	}
	if rest, ok := strings.CutPrefix(w, "ل"); ok {
		return (units[rest] | units[strings.TrimPrefix(rest, "ل")]) & spans, i + 1
	}
	return 0, i
}

// germanRates are the first parts of words such as Monatsbeitrag, and germanPrices the last.
var (
	germanRates  = table([]row[unit]{{year, "jahres"}, {month, "monats"}, {week, "wochen"}, {day, "tages"}, {hour, "stunden"}})
	germanPrices = []string{"beitrag", "betrag", "gebuhr", "preis", "miete", "rate", "abo", "kosten", "pauschale", "lohn"}
)

func germanRate(w string) unit {
	for _, price := range germanPrices {
		if first, ok := strings.CutSuffix(w, price); ok {
			return germanRates[first]
		}
	}
	return 0
}

// spanOf returns the unit of time that a word names, with the Arabic article or without it.
func spanOf(w string) unit {
	return (units[w] | units[strings.TrimPrefix(w, "ال")]) & spans
}

// addedRate returns the first rate of an answer that the text does not have. One is new if
// the text says another, or if it makes a price of an amount.
func (f *facts) addedRate(text *facts) (string, bool) {
	var rates unit
	for _, r := range text.rates {
		rates |= r.unit
	}
	for _, r := range f.rates {
		switch {
		case rates&r.unit != 0:
		case rates != 0, r.price && !text.names(r.unit):
			return f.text[r.start:r.end], true
		}
	}
	return "", false
}

// names reports whether a text has a unit of time in any place.
func (f *facts) names(u unit) bool {
	sc := &scanner{s: f.text, toks: f.tokens}
	for i := range f.tokens {
		named := spanOf(sc.word(i))
		if sc.isUnspaced(i) {
			named, _ = sc.hanUnit(i)
		}
		if named&u != 0 {
			return true
		}
	}
	return false
}
