package lint

import (
	"regexp"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/responses"
)

// payloadHint returns the hint for a payload that Rasa cannot read: the whole
// payload where its entities can be mended.
func (k *checker) payloadHint(t *responses.Text, fault *payloadError) string {
	if !fault.isJSON || len(plainVariables(t)) > 0 || t.Engine == responses.Jinja {
		return fault.hint
	}
	text := strings.NewReplacer("{{", "{", "}}", "}").Replace(t.Source)
	brace := strings.IndexByte(text, '{')
	if brace < 0 || strings.ContainsAny(text, "\n\r") {
		return fault.hint
	}
	mended, ok := mendJSON(text[brace:])
	if !ok {
		return fault.hint
	}
	whole, short := quoted(text[:brace] + strings.NewReplacer("{", "{{", "}", "}}").Replace(mended))
	if !short {
		return fault.hint
	}
	return "write `payload: " + whole + "`"
}

var (
	bareKey       = regexp.MustCompile(`([{,]\s*)([\pL_][\pL\pN_-]*)(\s*:)`)
	bareValue     = regexp.MustCompile(`(:\s*)([\pL_][\pL\pN_ .-]*?)(\s*[,}])`)
	trailingComma = regexp.MustCompile(`,(\s*})`)
)

// mendJSON returns a JSON object with its usual slips put right: quotes and braces
// that are missing, single quotes, a comma at the end.
func mendJSON(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, `"`) {
		text = strings.ReplaceAll(text, "'", `"`)
	}
	if strings.Count(text, `"`)%2 == 1 {
		inner := strings.TrimRight(text, "}")
		text = inner + `"` + text[len(inner):]
	}
	if missing := strings.Count(text, "{") - strings.Count(text, "}"); missing > 0 {
		text += strings.Repeat("}", missing)
	}
	text = bareKey.ReplaceAllString(text, `$1"$2"$3`)
	text = bareValue.ReplaceAllStringFunc(text, func(s string) string {
		m := bareValue.FindStringSubmatch(s)
		switch m[2] {
		case "true", "false", "null":
			return s
		}
		return m[1] + `"` + m[2] + `"` + m[3]
	})
	text = trailingComma.ReplaceAllString(text, "$1")
	v, err := python.ParseJSON(text)
	return text, err == nil && v.Dict() != nil
}
