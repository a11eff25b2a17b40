package guard

import "testing"

func TestRephraseValues(t *testing.T) {
	for _, c := range []struct {
		value, text, answer string
		kept                bool
	}{
		{"Ann", "Hi Ann", "Hello ANN!", true},
		{"Ann", "Hi Ann", "Happy Anniversary", false},
		{"Ann", "Rechnung von Ann", "Anns Rechnung", true},
		{"Ann", "Bill of Ann", "Ann’s bill", true},
		{"Ann", "Hi Ann", "Anna", false},
		{"Straße", "die Straße", "die STRASSE", true},
		{"“New   York”", "to “New   York”", "to New York", true},
		{"Jean-Luc", "Hi Jean-Luc", "Hi Jean–Luc", true},
		{"李明", "李明您好", "您好李明先生", true},
		{"Ann", "Ann您好", "您好Ann请", true},
		{"باريس", "في باريس", "لباريس", true},
		{"باريس", "في باريس", "الباريسي", false},
		{"1200", "1200 pieces", "1,200 of them", true},
		{"1200", "1200 pieces", "1,201 of them", false},
		{"2026-11-30", "on 2026-11-30", "on November 30, 2026", true},
		{"2026-11-30", "on 2026-11-30", "on November 30", false},
		{"2026-11-30 15:30:00+01:00", "at 2026-11-30 15:30:00+01:00", "3:30 PM on 30 November 2026", true},
		{"3 nights", "for 3 nights", "three nights", true},
		{"3 guests", "for 3 guests", "three people", false},
		{"50 €", "costs 50 €", "50 euros", true},
		{"50 €", "costs 50 €", "50 dollars", false},
		{"None", "Color: None", "no color", true},
		{"True", "News: True", "you get news", true},
		{"['a1', 'Bob Day']", "for ['a1', 'Bob Day']", "for Bob Day and a1", true},
		{"['a1', 'Bob Day']", "for ['a1', 'Bob Day']", "for Bob and a1", false},
		{"{'size': 'XL', 'count': 2}", "{'size': 'XL', 'count': 2}", "size XL, count two", true},
		{"", "x", "y", true},
		{"?!", "so ?!", "so", true},
		{"🎉", "yes 🎉", "yes", false},
		{"red", "a red car", "a car", false},
		{"not said", "a text", "an answer", true},
		{"ann@example.org", "to ann@example.org", "to Ann@Example.org", true},
		{"https://www.example.com/a/", "see https://www.example.com/a/", "see [it](example.com/a)", true},
	} {
		_, lost := lostValue([]string{c.value}, newSide(c.text), newSide(c.answer))
		if lost == c.kept {
			t.Errorf("%q of %q in %q: kept is %t", c.value, c.text, c.answer, !lost)
		}
	}
}

func TestRephraseScript(t *testing.T) {
	for _, c := range []struct {
		text, answer string
		kept         bool
	}{
		{"What is your name?", "Как вас зовут?", false},
		{"您叫什么名字？", "What is your name?", false},
		{"您的 iPhone 15 已发货", "iPhone 15 已经寄出", true},
		{"您好，有什么可以帮您？", "您好，有什么可以帮您？ How can I help you today, dear customer?", false},
		{"您好，有什么可以帮您？", "お手伝いできることはありますか", false},
		{"何かお手伝いしましょうか", "ご用件をお聞かせください", true},
		{"123 😊", "Привет", true},
		{"OK", "好的", true},
		{"आपका नाम क्या है?", "Aapka naam kya hai?", false},
		{"Your app Яндекс is ready", "Яндекс is ready, your app", true},
	} {
		if got := keepsScript(c.text, c.answer); got != c.kept {
			t.Errorf("%q for %q: %t", c.answer, c.text, got)
		}
	}
}
