package guard

import (
	"slices"
	"strings"
	"testing"
)

// keysOf returns the facts of a text: the readings of each with a bar between, and ~ before
// one that is soft.
func keysOf(s string) string {
	var all []string
	_, rest := findLinks(normalize(s))
	for _, f := range findFacts(rest).list {
		soft := ""
		if f.soft {
			soft = "~"
		}
		all = append(all, soft+strings.Join(f.keys, "|"))
	}
	return strings.Join(all, " ")
}

func TestRephraseFacts(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// Separators.
		{"1,234.50", "n:1234.5"},
		{"1.234,50", "n:1234.5"},
		{"1 234,50", "n:1234.5"},
		{"1\u202f234,50", "n:1234.5"},
		{"1'234.50 and 1’234.50", "n:1234.5 n:1234.5"},
		{"1,234 and 1.234", "n:1234|n:1.234 n:1234|n:1.234"},
		{"12,34,567", "n:1234567"},
		{"1.234.567", "n:1234567"},
		{"0,500 and 0.5", "n:0.5 n:0.5"},
		{"10.0", "n:10"},
		{"1.000, 2.500 €, $2,500, 2.500 kg", "n:1000 n:2500 n:2500 n:2500|n:2.5"},
		{"1.2.3", "c:1.2.3"},
		{"0 4 7 1", "n:0471"},
		{"192.168.0.1", "c:192.168.0.1"},
		{"3, 4 and 5", "n:3 n:4 n:5"},
		{"007 and 07", "n:007 n:7"},
		{"10 000 km", "n:10000"},
		{"2½ and ½", "n:2.5 n:0.5"},
		{"1/2", "d:0-2-1|d:0-1-2|c:1/2|n:0.5"},
		{"3/50", "c:3/50"},
		// Digits of other scripts.
		{"١٬٢٣٤٫٥٠", "n:1234.5"},
		{"۱۲۳", "n:123"},
		{"१२३", "n:123"},
		{"１２３", "n:123"},
		{"1️⃣ Start", "~n:1"},
		// Signs, units and scales.
		{"-5, −5, –5 and minus 5", "n:-5 n:-5 n:-5 n:-5"},
		{"-$5 and $-5", "n:-5 n:-5"},
		{"10-20", "n:10 n:20"},
		{"$1.5M, €2b, 5m", "n:1500000 n:2000000000 n:5"},
		{"1.5 million, 2 Mio., 3k, 4 lakh, 5万", "n:1500000 n:2000000 n:3000 n:400000 n:50000"},
		// Words.
		{"twenty-five", "n:25"},
		{"one hundred and two", "n:102"},
		{"two thousand twenty six", "n:2026"},
		{"two or three", "n:2 n:3"},
		{"one of a dozen", "~n:1 ~n:12"},
		{"zweihundertfünfundzwanzig, dreißig, eine", "n:225 n:30 ~n:1"},
		{"eintausendzweihundert Zweifel", "n:1200"},
		{"treinta y cinco, doscientos uno, un", "n:35 n:201 ~n:1"},
		{"خمسة وعشرون، ثلاثة عشر، ألفين", "n:25 n:13 n:2000"},
		{"पच्चीस, दो सौ पाँच", "n:25 n:205"},
		{"二十五天，三百零二个，两天，一下，十分感谢，十分钟", "n:25 n:302 n:2 ~n:1 ~n:10 n:10"},
		{"二〇二六", "n:2026"},
		{"half an hour, two and a half hours, 半小时", "n:0.5 n:2.5|t:14:30|t:2:30 n:0.5"},
		{"half a tablet, ten tablets, acht Tabletten, ten listos", "n:0.5 n:10 n:8 ~n:10"},
		{"HK$100, 100 zł, PLN 100, 20 m²", "n:100 n:100 n:100 n:20"},
		{"2nd, second, ten seconds", "n:2 ~n:2 n:10"},
		{"these two, 这两个, two", "~n:2 ~n:2 n:2"},
		// Dates.
		{"2026-11-30, 2026/11/30, 30.11.2026", "d:2026-11-30 d:2026-11-30 d:2026-11-30"},
		{"30 November 2026, November 30th, 2026, 30. November 2026", "d:2026-11-30 d:2026-11-30 d:2026-11-30"},
		{"30 de noviembre de 2026", "d:2026-11-30"},
		{"30th of November", "d:0-11-30"},
		{"03/04/2026", "d:2026-4-3|d:2026-3-4"},
		{"11/30/2026", "d:2026-11-30"},
		{"am 30.11. und am 1.2.26", "d:0-11-30|n:30.11 d:2026-2-1"},
		{"It costs 30.11.", "d:0-11-30|n:30.11"},
		{"2026年11月30日，十一月三十日", "d:2026-11-30 d:0-11-30"},
		{"٣٠ نوفمبر ٢٠٢٦", "d:2026-11-30"},
		{"३० नवंबर २०२६", "d:2026-11-30"},
		{"November 2026, May, Nov. 3–5", "d:2026-11-0 ~d:0-5-0 d:0-11-3 d:0-11-5"},
		{"Monday and Freitag, 周五", "w:1 w:5 w:5"},
		// Times.
		{"3:30 PM, 15:30, 15.30 Uhr, 15h30, 3:30 p.m.", "t:15:30 t:15:30 t:15:30 t:15:30 t:15:30"},
		{"3 pm, 3pm, 15 Uhr, 3 o'clock", "t:15:00 t:15:00 t:15:00 t:3:00"},
		{"12 am, 12 pm, 12:30 a. m.", "t:0:00 t:12:00 t:0:30"},
		{"下午3点半, 三点", "t:15:30 t:3:00|n:3"},
		{"शाम 5 बजे", "t:17:00"},
		{"3 مساءً", "t:15:00"},
		{"a las 3 de la tarde", "t:15:00"},
		{"10:15:00 and 10:15:30", "t:10:15 t:10:15:30"},
		{"2026-11-30T15:30", "d:2026-11-30 t:15:30"},
		{"noon", "~t:12:00"},
		{"tomorrow, am Morgen, mañana por la mañana, 明天, كل, गुड, कल", "r:tomorrow ~r:tomorrow r:tomorrow ~r:tomorrow r:tomorrow r:next"},
		{"3 PM EST, 10:00 UTC+01:00, 15 Uhr MEZ, 9 PST, 5 PT", "t:15:00 z:EST t:10:00 z:UTC+1 t:15:00 z:CET n:9 z:PST n:5"},
		{"Mon-Fri or on Wed", "w:1 w:5 ~w:3"},
		{"Mo–Fr 9–12 Uhr", "w:1 w:5 n:9|t:9:00|t:21:00 t:12:00"},
		{"So, Fr. Müller, Do it, Mi amigo", ""},
		{"Do, 3.12., Wed 14:00", "w:4 d:0-12-3|n:3.12 w:3 t:14:00"},
		{"in May, May I, the March bill", "d:0-5-0 ~d:0-5-0 ~d:0-3-0"},
		{"half past three, halb vier", "t:3:30|t:15:30 t:3:30|t:15:30"},
		{"a quarter to one at night, Viertel nach zwölf, drei viertel eins", "t:0:45 t:0:15|t:12:15 t:0:45|t:12:45"},
		{"a quarter of an hour, Dreiviertelstunde, anderthalb Stunden", "n:15 n:45 n:1.5"},
		{"las doce menos diez de la noche, neuf heures et quart", "t:23:50 t:9:15|t:21:15"},
		{"five to nine people. Ten to nine. Five minutes to nine", "n:5 n:9 t:8:50|t:20:50 t:8:55|t:20:55"},
		{"a las tres y media", "t:3:30|t:15:30"},
		{"2026-11-30 15:30:00.123456+01:00", "d:2026-11-30 t:15:30"},
		{"2026-11-30T15:30:00Z", "d:2026-11-30 t:15:30"},
		{"9–17 Uhr", "n:9|t:9:00|t:21:00 t:17:00"},
		// Phone numbers and codes.
		{"+49 30 123456, +4930123456, +49 (0)30 123-456", "n:4930123456 n:4930123456 n:4930123456"},
		{"(030) 123456, 030/123456", "n:030123456 n:030123456"},
		{"555-1234, 800-555-1234", "n:5551234 n:8005551234"},
		{"4111 1111 1111 1111", "n:4111111111111111"},
		{"LH 1234, LH1234, A-17, a17", "c:lh1234 c:lh1234 c:a17 c:a17"},
		{"DE89 3704 0044 0532 0130 00", "c:de89370400440532013000"},
		{"5km, 3rd; 24h; 5-day, 1er, 3ª", "n:5 n:3 t:0:00|n:24 n:5 n:1 n:3"},
		{"YOU HAVE 20 POINTS", "n:20"},
		{"USD 20", "n:20"},
	} {
		if got := keysOf(c.text); got != c.want {
			t.Errorf("%q:\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestRephraseLinks(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"See https://Example.com/A/?q=1.", "example.com/A/?q=1"},
		{"See http://www.example.com/ (or example.com).", "example.com example.com"},
		{"[our page](https://example.com/a_(b)) and <https://example.com/c>", "example.com/a_(b) example.com/c"},
		{"Write to mailto:Ann@Example.org, or bob@example.org!", "ann@example.org bob@example.org"},
		{"访问https://example.com/a查看", "example.com/a"},
		{"ftp://example.com/x", "ftp://example.com/x"},
		{"e.g. this, z.B. das, 1.5, 30.11.2026, Node.js, Hello.World, @ann", ""},
		{"E-Mail:ann@example.org", "ann@example.org"},
		{"**www.example.xyz**", "example.xyz"},
	} {
		links, _ := findLinks(normalize(c.text))
		var keys []string
		for _, l := range links {
			keys = append(keys, l.key)
		}
		if got := strings.Join(keys, " "); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestRephraseTablesAreFolded(t *testing.T) {
	for name := range numberWords {
		if fold(name) != name {
			t.Errorf("%q is not folded", name)
		}
	}
	for name := range numberKinds {
		if _, ok := numberWords[name]; !ok {
			t.Errorf("%q is no number, and cannot take the place of one", name)
		}
	}
	for _, keys := range [][]string{keysIn(softNumbers), keysIn(softAlone)} {
		for _, w := range keys {
			if _, ok := numberWords[w]; !ok && scales[w] == 0 {
				t.Errorf("%q is no number", w)
			}
		}
	}
}

func keysIn(m map[string]bool) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
