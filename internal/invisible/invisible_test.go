package invisible

import "testing"

func TestName(t *testing.T) {
	for _, tt := range []struct {
		r    rune
		want string
	}{
		{0xA0, "U+00A0 no-break space"},
		{0x200B, "U+200B zero width space"},
		{0xFEFF, "U+FEFF byte order mark"},
		{0xAD, "U+00AD soft hyphen"},
		{' ', ""},
		{'\t', ""},
		{'é', ""},
		{0x308, ""},
	} {
		got, ok := Name(tt.r)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("Name(%U) = %q, %v, want %q", tt.r, got, ok, tt.want)
		}
	}
}

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
		offset           int
		inName           string // what FindInName says, if it is another
	}{
		{"plain", "Hello there, Käthe", "", 0, ""},
		{"no-break space at the start", "\u00a0Hello", "U+00A0 no-break space", 0, ""},
		{"no-break space before a space", "Hello\u00a0 you", "U+00A0 no-break space", 5, ""},
		{"no-break space in French", "Comment ça va\u00a0?", "", 0, "U+00A0 no-break space"},
		{"narrow no-break space in a number", "10\u202f000 €", "", 0, "U+202F narrow no-break space"},
		{"zero width space", "Hel\u200blo", "U+200B zero width space", 3, ""},
		{"byte order mark inside", "Hi\ufeff", "U+FEFF byte order mark", 2, ""},
		{"soft hyphen", "Konto\u00adstand", "U+00AD soft hyphen", 5, ""},
		{"Persian", "می\u200cخواهم", "", 0, ""},
		{"Hindi", "क्\u200dष", "", 0, ""},
		{"a joiner in English", "Hel\u200dlo", "U+200D zero width joiner", 3, ""},
		{"a non-joiner at the end", "می\u200c", "U+200C zero width non-joiner", 4, ""},
		{"family emoji", "👨\u200d👩\u200d👧", "", 0, ""},
		{"rainbow flag", "🏳\ufe0f\u200d🌈", "", 0, ""},
		{"heart on fire", "❤\ufe0f\u200d🔥", "", 0, ""},
		{"right-to-left mark in Hebrew", "שלום\u200f!", "", 0, "U+200F right-to-left mark"},
		{"right-to-left mark in English", "Hello\u200f!", "U+200F right-to-left mark", 5, ""},
		{"override in English", "a\u202eb", "U+202E right-to-left override", 1, ""},
		{"ideographic space in Chinese", "你好\u3000世界", "", 0, "U+3000 ideographic space"},
		{"ideographic space in English", "Hello\u3000you", "U+3000 ideographic space", 5, ""},
		{"ideographic space before a bracket", "\u3000「はい」", "", 0, "U+3000 ideographic space"},
		{"ideographic space between digits in Japanese", "日時1/1\u300010:00", "", 0, "U+3000 ideographic space"},
		{"Persian ending of an English word", "PDF\u200cها", "", 0, ""},
		{"Khmer", "សួស្តី\u200bបង", "", 0, "U+200B zero width space"},
		{"Thai", "สวัสดี\u200bครับ", "", 0, "U+200B zero width space"},
		{"Thai at the end", "สวัสดี\u200b", "U+200B zero width space", 18, ""},
		{"thin space in a number", "10\u2009000 €", "", 0, "U+2009 thin space"},
		{"thin space at the end", "10\u2009", "U+2009 thin space", 2, ""},
		{"word joiner", "a\u2060b", "U+2060 word joiner", 1, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			offset, got, ok := Find(tt.text)
			if got != tt.want || offset != tt.offset || ok != (tt.want != "") {
				t.Errorf("Find = %d, %q, %v, want %d, %q", offset, got, ok, tt.offset, tt.want)
			}
			want := tt.want
			if tt.inName != "" {
				want = tt.inName
			}
			if _, got, _ := FindInName(tt.text); got != want {
				t.Errorf("FindInName = %q, want %q", got, want)
			}
		})
	}
}
