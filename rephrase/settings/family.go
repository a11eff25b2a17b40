package settings

import (
	"regexp"
	"strings"
)

// efforts are the values of reasoning_effort in the public documentation of OpenAI's API.
// No model takes them all.
var efforts = []string{"none", "minimal", "low", "medium", "high", "xhigh"}

// family is what models of a name have in common.
type family struct {
	// fixedTemperature is set if the API refuses another temperature than 1.
	fixedTemperature bool
	// lowest is the least reasoning effort that they take, empty if they take none.
	lowest string
}

var (
	gpt5Minor  = regexp.MustCompile(`^gpt-5\.\d`)
	reasoning  = regexp.MustCompile(`^o[134](-|$)`)
	gpt5Others = regexp.MustCompile(`-(chat|pro|codex)(-|$)`)
)

// familyOf returns the family of a model. Source: the public documentation of OpenAI's API
// (guides to reasoning and to the GPT-5 models, pages of the models), November 2025: GPT-5
// takes minimal and more, GPT-5.1 and later none and more, o1, o3 and o4-mini low and more;
// the chat models do not reason, except that those from 5.1 on take no temperature either;
// the pro models take no low effort, the codex models low and more.
func familyOf(model string) family {
	name := strings.ToLower(model[strings.LastIndexByte(model, '/')+1:])
	other := ""
	if parts := gpt5Others.FindStringSubmatch(name); parts != nil {
		other = parts[1]
	}
	minor := gpt5Minor.MatchString(name)
	switch {
	case strings.HasPrefix(name, "o1-mini"), strings.HasPrefix(name, "o1-preview"):
		return family{fixedTemperature: true}
	case reasoning.MatchString(name):
		return family{fixedTemperature: true, lowest: "low"}
	case !minor && name != "gpt-5" && !strings.HasPrefix(name, "gpt-5-"):
		return family{}
	case other == "chat":
		return family{fixedTemperature: minor}
	case other == "pro":
		return family{fixedTemperature: true}
	case other == "codex":
		return family{fixedTemperature: true, lowest: "low"}
	case minor:
		return family{fixedTemperature: true, lowest: "none"}
	default:
		return family{fixedTemperature: true, lowest: "minimal"}
	}
}
