package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unitLabels are the names of units that have no bit of their own. A label in capitals is a
// currency.
var unitLabels = table([]row[string]{
	{"PLN", "zł zl zloty zlotys zlotych złoty złotych ज़्लॉटी 兹罗提"},
	{"CZK", "kč korun koruna korunas czech_koruna tschechische_kronen"},
	{"HUF", "forint forints"},
	{"RON", "lei leu"},
	{"ILS", "₪ shekel shekels schekel شيكل شواكل"},
	{"UAH", "₴ hryvnia hryvnias griwna"},
	{"THB", "฿ baht 泰铢"},
	{"VND", "₫ dong 越南盾"},
	{"PHP", "₱"},
	{"NGN", "₦ naira"},
	{"KZT", "₸ tenge"},
	{"GEL", "₾ lari"},
	{"AZN", "₼ manat"},
	{"CRC", "₡ colones"},
	{"PYG", "₲ guaranies"},
	{"GHS", "₵ cedi cedis"},
	{"BDT", "৳ taka टका"},
	{"MNT", "₮"},
	{"BTC", "₿ bitcoin bitcoins"},
	{"IDR", "rp rupiah"},
	{"MYR", "rm ringgit"},
	{"ZAR", "rand"},
	{"BRL", "r$ reais reales brazilian_reais"},
	{"HKD", "hk$ hong_kong_dollar hong_kong_dollars hongkong_dollar 港币 港元"},
	{"SGD", "s$ sg$ singapore_dollar singapore_dollars 新元 新加坡元"},
	{"TWD", "nt$ tw$ taiwan_dollar taiwan_dollars 新台币 台币"},
	{"MOP", "mop$ 澳门元"},
	{"PEN", "soles"},
	{"COP", "pesos_colombianos colombian_pesos"},
	{"CLP", "clp$ pesos_chilenos chilean_pesos"},
	{"MAD", "درهم_مغربي"},
	{"QAR", "ريال_قطري"},
	{"OMR", "ريال_عماني"},
	{"KWD", "دينار_كويتي"},
	{"JOD", "دينار_اردني"},
	{"BHD", "دينار_بحريني"},
	{"IQD", "دينار_عراقي"},
	{"TND", "دينار_تونسي"},
	{"DZD", "دينار_جزائري"},
	{"DINAR", "دينار دينارا دنانير dinar dinars"},
	{"‰", "‰ permille promille"},
	{"mg", "mg milligram milligrams milligramm miligramo miligramos ملغ ملجم مغ मिलीग्राम 毫克"},
	{"mcg", "mcg μg microgram micrograms mikrogramm microgramo microgramos ميكروغرام माइक्रोग्राम 微克"},
	{"mm", "mm millimeter millimeters millimetre millimetres milimetro milimetros ملم मिलीमीटर 毫米"},
	{"person", "شخص شخصا أشخاص فرد أفراد ضيف ضيوف"},
	{"cl", "cl"},
	{"dl", "dl"},
	{"m2", "m2 msq sqm qm square_meter square_meters square_metre square_metres quadratmeter quadratmetern metro_cuadrado metros_cuadrados متر_مربع مترا_مربعا أمتار_مربعة वर्ग_मीटर 平方米 平米"},
	{"m3", "m3 mcub cbm cubic_meter cubic_meters cubic_metre cubic_metres kubikmeter kubikmetern metro_cubico metros_cubicos متر_مكعب घन_मीटर 立方米"},
	{"km2", "km2 kmsq square_kilometer square_kilometers quadratkilometer kilómetros_cuadrados 平方公里"},
	{"cm2", "cm2 cmsq"},
	{"cm3", "cm3 cmcub ccm"},
	{"ft2", "ft2 ftsq sqft square_feet square_foot"},
	{"ft3", "ft3 ftcub cubic_feet"},
	{"ha", "ha hectare hectares hektar hectareas हेक्टेयर 公顷"},
	{"acre", "acre acres एकड़"},
	{"kl", "kl kiloliter kiloliters kilolitre kilolitres किलोलीटर"},
	{"jin", "斤 市斤"},
	{"mu", "亩 畝"},
	{"kbps", "kbps kbit kbit/s kb/s"},
	{"mbps", "mbps mbit mbit/s mb/s megabit megabits ميجابت ميغابت 兆"},
	{"gbps", "gbps gbit gbit/s gb/s gigabit gigabits جيجابت غيغابت"},
	{"kW", "kw kilowatt kilowatts"},
	{"MWh", "mwh"},
	{"kWh", "kwh kilowattstunden"},
	{"MHz", "mhz megahertz"},
	{"GHz", "ghz gigahertz"},
	{"mAh", "mah"},
})

// withLabels returns the units that the words of rows and those of unitLabels have.
func withLabels(rows []row[unit]) map[string]unit {
	all := table(rows)
	for name, label := range unitLabels {
		all[name] |= labelUnit(label)
	}
	return all
}

// labelUnit returns the bit of a label.
func labelUnit(label string) unit {
	if r, _ := utf8.DecodeRuneInString(label); unicode.IsLower(r) {
		return measure
	}
	return otherMoney
}

// label returns the label of the unit in the tokens from i up to next; "" if it has none.
func (sc *scanner) label(i, next int) string {
	if next <= i || sc.kind(i) == none {
		return ""
	}
	text := strings.TrimPrefix(sc.s[sc.toks[i].start:sc.toks[next-1].end], "-")
	if len(text) > maxWord {
		return ""
	}
	name := strings.TrimSuffix(fold(text), ".")
	if strings.HasSuffix(text, "B/s") {
		return text[:len(text)-len("/s")] // bytes, and no bits
	}
	if l := unitLabels[name]; l != "" {
		return l
	}
	switch {
	case isISO(text), strings.HasSuffix(text, "$") && dollarOf[name[:len(name)-1]] == 0 && text != "$":
		return strings.ToUpper(text)
	case symbolUnit(text) == otherMoney:
		return text
	}
	return ""
}

// isoCodes are the other codes of ISO 4217, without those that are words in capitals, such as
// ALL and TOP, and two that are none of a state.
const isoCodes = "AFN AMD ANG AOA AWG AZN BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CDF CLP COP CRC CVE CZK " +
	"DJF DOP DZD ERN ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS IQD IRR ISK JMD JOD KES KGS KHR KMF KPW " +
	"KWD KYD KZT LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MYR MZN NAD NGN NIO NPR OMR PAB PEN PGK PHP " +
	"PLN PYG QAR RON RSD RWF SBD SCR SDG SGD SHP SLE SRD SSP SYP SZL THB TJS TMT TND TTD TWD TZS UAH UGX UYU UZS VES VND VUV " +
	"WST XAF XCD XOF XPF YER ZAR ZMW ZWL BTC ETH"

func isISO(text string) bool {
	return len(text) == 3 && text[0] >= 'A' && text[0] <= 'Z' && isASCII(text) && isUpper(text) && strings.Contains(isoCodes, text)
}

// symbolUnit returns the currency of a sign, which may be one without a bit.
func symbolUnit(text string) unit {
	if u := symbolUnits[text]; u != 0 {
		return u
	}
	if r, _ := utf8.DecodeRuneInString(text); r >= utf8.RuneSelf && (unicode.Is(unicode.Sc, r) || r == '‰') {
		return otherMoney
	}
	return 0
}

// dollarOf are the letters before a dollar sign. Other ones are a currency too.
var dollarOf = table([]row[unit]{{usd, "us"}, {cad, "ca c"}, {aud, "au a"}, {nzd, "nz"}, {mxn, "mx"}})

// dollars returns the currency of the letters at token i, before a dollar sign.
func (sc *scanner) dollars(i int) unit {
	if u := dollarOf[sc.word(i)]; u != 0 {
		return u
	}
	if len(sc.text(i)) <= 3 && isASCII(sc.text(i)) && isUpper(sc.text(i)) {
		return otherMoney
	}
	return 0
}

// labeled returns the unit at token i whose name has several tokens: HK$, m2, Mbit/s, Hong
// Kong dollars.
func (sc *scanner) labeled(i int) (unit, int) {
	w := sc.word(i)
	switch {
	case sc.is(i+1, "$") && sc.glued(i+1) && (sc.kind(i+2) != number || !sc.glued(i+2)):
		return sc.dollars(i), i + 2
	case sc.glued(i+1) && (sc.text(i+1) == "2" || sc.text(i+1) == "3"):
		return units[w+sc.text(i+1)], i + 2
	case sc.is(i+1, "/") && sc.glued(i+1) && sc.glued(i+2):
		return units[w+"/"+sc.word(i+2)], i + 3
	}
	if w == "hong" || w == "new" {
		return units[w+" "+sc.word(i+1)+" "+sc.word(i+2)], i + 3
	}
	return 0, i
}

// isKeycap reports whether the digit before token i is in a keycap.
func (sc *scanner) isKeycap(i int) bool {
	return sc.kind(i) == symbol && sc.glued(i) && sc.text(i) == string(keycap)
}

// isCounted reports whether the word before token i, which is a number or something else, has
// things after it that are counted: ten tablets, acht Tabletten.
func (sc *scanner) isCounted(i int) bool {
	w := sc.word(i)
	if sc.kind(i) != word || sc.toks[i].line || len(w) < 4 {
		return false
	}
	switch sc.text(i - 1) {
	case "acht":
		return isTitle(sc.text(i)) && w != "herr" && w != "frau"
	case "ten":
		if !isASCII(w) || !strings.HasSuffix(w, "s") {
			return false
		}
		for _, ending := range [...]string{"os", "as", "ss", "ntes", "bles", "ales"} {
			if strings.HasSuffix(w, ending) {
				return false // the Spanish imperative: ten listos
			}
		}
		return true
	}
	return false
}

// isTitle reports whether a word begins with a capital.
func isTitle(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
