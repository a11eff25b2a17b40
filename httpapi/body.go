package httpapi

import (
	"errors"
	"strings"

	"nlgserver/httpapi/internal/intake"
	"nlgserver/internal/wire"
)

// checkContentType refuses a body that is plainly not JSON. Rasa sends
// application/json; an absent type is accepted, since some clients send none.
func checkContentType(header string) *Problem {
	if header == "" || header == "application/json" {
		return nil
	}
	media, _, _ := strings.Cut(header, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	if media == "application/json" || strings.HasPrefix(media, "application/") && strings.HasSuffix(media, "+json") {
		return nil
	}
	return problem(CodeContentType, "send Content-Type: application/json")
}

// refusedBody turns a body that could not be read into a problem document.
func refusedBody(err error) *Problem {
	refused, ok := errors.AsType[*intake.Error](err)
	if !ok {
		return problem(CodeUnreadableBody, err.Error())
	}
	p := problem(codeOf(refused.Reason), refused.Error())
	if refused.Reason == intake.Overloaded {
		p.retryAfter = "1"
	}
	return p
}

func codeOf(reason intake.Reason) Code {
	switch reason {
	case intake.Truncated:
		return CodeTruncated
	case intake.TooLarge:
		return CodeBodyTooLarge
	case intake.TooSlow:
		return CodeTooSlow
	case intake.UnknownEncoding:
		return CodeContentEncoding
	case intake.BrokenEncoding:
		return CodeBrokenEncoding
	case intake.Overloaded:
		return CodeOverloaded
	default:
		return CodeUnreadableBody
	}
}

// badRequest turns a fault in the content of a body into a problem document.
func badRequest(err error) *Problem {
	fault, ok := errors.AsType[*wire.Error](err)
	if !ok {
		return problem(CodeNotJSON, err.Error())
	}
	code := CodeNotJSON
	switch fault.Kind {
	case wire.Truncated:
		code = CodeTruncated
	case wire.WrongType:
		code = CodeWrongType
	case wire.Missing:
		code = CodeMissingField
	case wire.TooDeep:
		code = CodeTooDeep
	}
	p := problem(code, fault.Error())
	p.Field = fault.Field
	if code != CodeMissingField {
		p.Offset = &fault.Offset
	}
	return p
}
