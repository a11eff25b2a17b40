package regex

import (
	"regexp"
	"strings"
	"testing"
)

// usual are patterns and texts as conditions have them.
var usual = []struct {
	name, pattern string
	flags         Flags
	text          string
}{
	{"mail", `^[\w.+-]+@[\w-]+\.[\w.-]+$`, 0, "ann.example+news@mail.example.com"},
	{"mail miss", `^[\w.+-]+@[\w-]+\.[\w.-]+$`, 0, "I do not want to tell you my address, sorry"},
	{"phone", `^\+?[0-9][0-9 ()/-]{6,18}$`, 0, "+49 (30) 1234-5678"},
	{"postcode", `^\d{5}$`, 0, "10115"},
	{"postcode miss", `^\d{5}$`, 0, "my postcode is 10115"},
	{"date", `^(0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])/(19|20)\d{2}$`, 0, "24/12/2025"},
	{"word", `order`, 0, "please tell me where my order is, I have been waiting for two weeks now"},
	{"word miss", `order`, 0, "please tell me where my parcel is, I have been waiting for two weeks now"},
	{"word i", `order`, IgnoreCase, "Please tell me where my ORDER is, I have been waiting for two weeks now"},
	{"words", `\b(yes|yeah|yep|sure|of course|ok|okay)\b`, 0, "well, I think that would be fine, so let us say okay"},
	{"words i", `\b(yes|yeah|yep|sure|of course|ok|okay)\b`, IgnoreCase, "Well, I think that would be fine, so let us say OK"},
	{"words miss", `refund|money back|return|cancel`, IgnoreCase, "Please tell me where my parcel is, I have been waiting for two weeks now"},
	{"unicode", `straße|gasse|weg`, IgnoreCase, "Ich wohne in der Königstraße 12, 10115 Berlin, Grüße"},
	{"anywhere", `.*\d{4,}.*`, 0, "the number of my contract is 77123 and I have been a customer for long"},
	{"long miss", `\d{4}-\d{2}-\d{2}`, 0, strings.Repeat("there is no date in this text. ", 6)},
}

func BenchmarkUsual(b *testing.B) {
	for _, u := range usual {
		b.Run(u.name, func(b *testing.B) {
			re, fault := Compile(u.pattern, u.flags)
			if fault != nil {
				b.Fatal(fault)
			}
			b.ReportAllocs()
			for b.Loop() {
				_, _ = re.Search(u.text, nil)
			}
		})
	}
}

// BenchmarkUsualGo is Go's regexp on the same patterns.
func BenchmarkUsualGo(b *testing.B) {
	for _, u := range usual {
		b.Run(u.name, func(b *testing.B) {
			pattern := u.pattern
			if u.flags&IgnoreCase != 0 {
				pattern = "(?i)" + pattern
			}
			re := regexp.MustCompile(pattern)
			b.ReportAllocs()
			for b.Loop() {
				re.MatchString(u.text)
			}
		})
	}
}

// BenchmarkUnit shows what a unit of work costs in the worst places of each engine.
func BenchmarkUnit(b *testing.B) {
	a, e := strings.Repeat("a", 20_000), strings.Repeat("é", 20_000)
	for _, u := range []struct{ name, pattern, text string }{
		{"table", `[ab]+c`, a + "d"},
		{"table not ASCII", `[\wéa]+c`, e + "d"},
		{"threads", `^(?:[ab]{1,3}){1,100}$`, a[:300] + "!"},
		{"threads dense", `[ab]{700}c?[d]`, a[:1500] + "d"},
		{"tries", `^(?:a|b|c)*(?=d)`, a},
		{"tries in tries", `(?=(?:a|b)*c)`, a[:300]},
		{"tries run", `(?<!b)a*(?=b)`, a[:1000]},
		{"tries not ASCII", `(?<!b)é*(?=b)`, e[:1000]},
		{"references", `(a|b)*\1c`, a[:200]},
	} {
		b.Run(u.name, func(b *testing.B) {
			re, fault := Compile(u.pattern, 0)
			if fault != nil {
				b.Fatal(fault)
			}
			e := re.get(nil)
			m := meter{left: 1 << 40}
			for b.Loop() {
				m.left = 1 << 40
				switch {
				case e.table != nil:
					_, _ = e.table.search(u.text, &m)
				case e.threads != nil:
					_, _ = e.threads.search(u.text, &m)
				default:
					_, _ = e.tries.search(u.text, &m)
				}
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(1<<40-m.left), "ns/unit")
			b.ReportMetric(float64(1<<40-m.left), "units")
		})
	}
}
