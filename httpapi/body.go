package httpapi

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"nlgserver/httpapi/internal/intake"
	"nlgserver/internal/budget"
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
func (s *responder) refusedBody(w *work, err error) *Problem {
	refused, ok := errors.AsType[*intake.Error](err)
	if !ok {
		return problem(CodeUnreadableBody, err.Error())
	}
	if refused.Reason == intake.Refused {
		if p := s.exceeded(w, nil); p != nil {
			return p
		}
	}
	return problem(codeOf(refused.Reason), refused.Error())
}

// exceeded returns the problem of a request that exceeds its budget, nil if it does
// not, or if it can be answered all the same. err is what came of reading the
// request.
func (s *responder) exceeded(w *work, err error) *Problem {
	var p *Problem
	switch w.budget.Reason() {
	case budget.Memory:
		p = problem(CodeTooExpensive, fmt.Sprintf("what is made of the body takes more than the %d bytes of memory that one request may have", w.budget.Limits().Memory))
		if w.body.Err() != nil {
			p.Detail = fmt.Sprintf("the body takes more memory than one request may have of the %d bytes for all", s.memoryOf(w.assistant).Limit())
		}
	case budget.Reading:
		p = problem(CodeTooExpensive, "decoding the slots and arguments that the response needs takes more work than the server does for one request")
		p.Status = http.StatusUnprocessableEntity
	case budget.Busy:
		p = problem(CodeOverloaded, "too many large requests are in flight; try again in a second")
		p.retryAfter = "1"
		return p
	case budget.Gone:
		return &Problem{Code: clientGone, Status: statusClientGone}
	default:
		return nil
	}
	if fault, ok := errors.AsType[*wire.Error](err); ok && fault.Kind == wire.TooExpensive {
		p.Detail, p.Field = fault.Error(), strings.Clone(fault.Field)
		if fault.Offset >= 0 {
			p.Offset = &fault.Offset
		}
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
	p.Field = strings.Clone(fault.Field) // the body may be gone when the problem is sent
	if code != CodeMissingField {
		p.Offset = &fault.Offset
	}
	return p
}
