package rephrase

import (
	"strings"

	"golang.org/x/text/language"
)

// languageName returns the English name of a language, as in German or Portuguese (Brazil);
// empty if the code is none. It has nothing of the code as it was sent: a slot says what it is,
// and a prompt has the name among its instructions. One of Rasa's custom codes, such as
// x-de-formal, has the name of the language it begins with. Rasa: section 8.
func languageName(code string) string {
	code = strings.TrimPrefix(strings.TrimSpace(code), "x-")
	tag, err := language.Parse(code)
	if err != nil {
		// The end of a custom code is no language subtag.
		first, _, _ := strings.Cut(code, "-")
		if tag, err = language.Parse(first); err != nil {
			return ""
		}
	}
	base, _, region := tag.Raw()
	name, ok := languageNames[base.String()]
	switch {
	case base.String() == "und":
		return ""
	case !ok:
		name = base.String() // two or three letters
	}
	if region := region.String(); region != "ZZ" {
		if known, ok := regionNames[region]; ok {
			region = known
		}
		name += " (" + region + ")"
	}
	return name
}

// languageNames are the names of the languages that assistants speak most.
var languageNames = map[string]string{
	"af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
	"bn": "Bangla", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
	"el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
	"fil": "Filipino", "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi",
	"hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
	"ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ky": "Kyrgyz",
	"lb": "Luxembourgish", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
	"mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "my": "Burmese", "nb": "Norwegian Bokmål",
	"ne": "Nepali", "nl": "Dutch", "nn": "Norwegian Nynorsk", "no": "Norwegian", "or": "Odia", "pa": "Punjabi",
	"pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala", "sk": "Slovak",
	"sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
	"te": "Telugu", "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
	"vi": "Vietnamese", "xh": "Xhosa", "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
}

// regionNames are the names of the regions whose languages differ most from those of others.
// Any other region is named by its code.
var regionNames = map[string]string{
	"AR": "Argentina", "AT": "Austria", "AU": "Australia", "BE": "Belgium", "BR": "Brazil", "CA": "Canada", "CH": "Switzerland",
	"CL": "Chile", "CN": "China", "CO": "Colombia", "DE": "Germany", "EG": "Egypt", "ES": "Spain", "FR": "France",
	"GB": "United Kingdom", "HK": "Hong Kong SAR China", "IE": "Ireland", "IN": "India", "IT": "Italy", "MX": "Mexico",
	"NL": "Netherlands", "NZ": "New Zealand", "PE": "Peru", "PT": "Portugal", "SA": "Saudi Arabia", "SG": "Singapore",
	"TW": "Taiwan", "US": "United States", "ZA": "South Africa",
}
