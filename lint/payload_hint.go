package lint

import (
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/pattern"
	"nlgserver/internal/python"
	"nlgserver/responses"
)

// payloadHint returns the hint for a payload that Rasa cannot read: the whole
// payload where its entities can be mended.
func (k *checker) payloadHint(t *responses.Text, fault *payloadError) string {
	if mended, ok := mendedPayload(t, fault); ok {
		if whole, short := quoted(mended); short {
			return "write `payload: " + whole + "`"
		}
	}
	return fault.hint
}

// mendedPayload returns a payload whose entities are put right.
func mendedPayload(t *responses.Text, fault *payloadError) (string, bool) {
	if !fault.isJSON || len(plainVariables(t)) > 0 || t.Engine == responses.Jinja {
		return "", false
	}
	text := strings.NewReplacer("{{", "{", "}}", "}").Replace(t.Source)
	brace := strings.IndexByte(text, '{')
	if brace < 0 || strings.ContainsAny(text, "\n\r") {
		return "", false
	}
	mended, ok := mendJSON(text[brace:])
	if !ok {
		return "", false
	}
	return text[:brace] + strings.NewReplacer("{", "{{", "}", "}}").Replace(mended), true
}

// mendPayload puts a payload right where one reading of it is left.
func (k *checker) mendPayload(t *responses.Text, fault *payloadError) {
	if mended, ok := mendedPayload(t, fault); ok {
		k.mendText(diag.PayloadSyntax, t, "Change to "+diag.Labeled(mended), mended)
		return
	}
	if fault.from != "" {
		label := diag.LabelChange(fault.from, fault.to)
		if fault.to == "" {
			label = "Remove " + diag.Labeled(fault.from) + " after the entities"
		}
		k.mendPart(diag.PayloadSyntax, t, label, fault.from, fault.to)
	}
}

var (
	bareKey       = pattern.Lazy(`([{,]\s*)([\pL_][\pL\pN_-]*)(\s*:)`)
	bareValue     = pattern.Lazy(`(:\s*)([\pL_][\pL\pN_ .-]*?)(\s*[,}])`)
	trailingComma = pattern.Lazy(`,(\s*})`)
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
	text = bareKey().ReplaceAllString(text, `$1"$2"$3`)
	text = bareValue().ReplaceAllStringFunc(text, func(s string) string {
		m := bareValue().FindStringSubmatch(s)
		switch m[2] {
		case "true", "false", "null":
			return s
		}
		return m[1] + `"` + m[2] + `"` + m[3]
	})
	text = trailingComma().ReplaceAllString(text, "$1")
	v, err := python.ParseJSON(text)
	return text, err == nil && v.Dict() != nil
}
