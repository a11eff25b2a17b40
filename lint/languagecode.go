package lint

import (
	"strings"

	"golang.org/x/text/language"

	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// translation is the key of the translations of a text or a button.
const translation = "translation"

// languageCodes warns about codes of translations that Rasa does not accept as
// languages of an assistant. Rasa: section 7.
func (k *checker) languageCodes(v *responses.Variation) {
	for e := range v.Key(translation).Entries() {
		k.languageCode(e)
	}
	for _, b := range v.Buttons() {
		for e := range b.Value.Get(translation).Entries() {
			k.languageCode(e)
		}
	}
}

func (k *checker) languageCode(e responses.Entry) {
	code := e.Key.String()
	if code == "" {
		return // reported by package responses
	}
	standard, ok := standardCode(code)
	if ok {
		return
	}
	hint := "write a code such as `de` or `pt-BR`; for a variant of your own, one such as `x-de-formal`"
	if standard != "" {
		hint = "write `" + standard + ":`"
	}
	k.warn(e.Key, diag.LanguageCode, quote(code)+" is not a standard language code (BCP 47), and Rasa does not accept it as a language", hint)
	if standard != "" {
		k.mend(diag.LanguageCode, diag.Mend{Label: diag.LabelChange(code, standard), Rename: standard})
	}
}

// StandardCode reports whether a code is one that Rasa accepts as a language, such as
// de, pt-BR or x-de-formal. If not, it returns the one that was probably meant, or "".
func StandardCode(code string) (standard string, ok bool) { return standardCode(code) }

// standardCode reports whether a code is in the form that Rasa wants. If not, it
// returns the one that was probably meant, or "".
func standardCode(code string) (standard string, ok bool) {
	if rest, custom := strings.CutPrefix(code, "x-"); custom {
		base, label, found := strings.Cut(rest, "-")
		_, ok := standardCode(base)
		return "", found && label != "" && ok
	}
	if standard, known := writtenCodes[strings.ToLower(strings.TrimSpace(code))]; known {
		return standard, false
	}
	tag, err := language.Parse(strings.TrimSpace(code))
	if err != nil || tag == language.Und {
		return "", false
	}
	standard = tag.String()
	return standard, standard == code
}

// writtenCodes are the codes of what authors write for a language: its name, or
// the code of a country.
var writtenCodes = map[string]string{
	"arabic": "ar", "bengali": "bn", "bulgarian": "bg", "catalan": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da",
	"dutch": "nl", "english": "en", "estonian": "et", "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he",
	"hindi": "hi", "hungarian": "hu", "indonesian": "id", "irish": "ga", "italian": "it", "japanese": "ja", "korean": "ko", "latvian": "lv",
	"lithuanian": "lt", "malay": "ms", "norwegian": "no", "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro",
	"russian": "ru", "serbian": "sr", "slovak": "sk", "slovenian": "sl", "spanish": "es", "swahili": "sw", "swedish": "sv", "thai": "th",
	"turkish": "tr", "ukrainian": "uk", "urdu": "ur", "vietnamese": "vi", "welsh": "cy",
	"deutsch": "de", "english_us": "en-US", "español": "es", "espanol": "es", "français": "fr", "francais": "fr", "italiano": "it",
	"nederlands": "nl", "polski": "pl", "português": "pt", "svenska": "sv", "türkçe": "tr",
	"at": "de-AT", "cn": "zh-CN", "cz": "cs", "dk": "da", "gb": "en-GB", "gr": "el", "jp": "ja", "mx": "es-MX", "tw": "zh-TW", "ua": "uk", "us": "en-US", "vn": "vi",
}

// isWritten reports whether a translation has any text.
func isWritten(v responses.Value) bool { return strings.TrimSpace(v.String()) != "" }

// writtenLanguages are the languages of a variation's text in which there is
// something to read. A translation without any text is none.
func writtenLanguages(v *responses.Variation) []string {
	var codes []string
	for _, code := range v.Languages {
		if isWritten(v.Key(translation).Get(code)) {
			codes = append(codes, code)
		}
	}
	return codes
}

// emptyTranslations warns about translations without any text. A text of blanks
// alone is told by blankText.
func (k *checker) emptyTranslations(v *responses.Variation) {
	empty := func(t responses.Value, code, what, effect string) {
		if _, isText := t.Text(); isText {
			k.warn(t, diag.EmptyTranslation, "the translation of "+what+" into "+quote(code)+" is empty: in that language "+effect,
				"remove it, or write the translation")
		}
	}
	if isWritten(v.Key("text")) {
		for _, code := range v.Languages {
			if t := v.Key(translation).Get(code); t.String() == "" || v.IsRich() && !isWritten(t) {
				effect := "nothing is sent"
				if v.IsRich() {
					effect = "the message has no text"
				}
				empty(t, code, "this text", effect)
			}
		}
	}
	for _, b := range v.Buttons() {
		if strings.TrimSpace(b.Title()) == "" {
			continue
		}
		for e := range b.Value.Get(translation).Entries() {
			if t := e.Value.Get("title"); !isWritten(t) {
				empty(t, e.Name(), "button "+quote(b.Title()), "it has no title")
			}
		}
	}
}
