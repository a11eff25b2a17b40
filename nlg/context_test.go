package nlg_test

import (
	"testing"

	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// TestContextOf checks that callers who build a request get the context that
// ReadRequest reads from the same stack.
func TestContextOf(t *testing.T) {
	flow := nlg.Values("flow_id", "order", "type", "flow", "step_id", "ask")
	collect := nlg.Values("frame_id", "P1", "flow_id", "pattern", "type", "pattern_collect_information", "collect_", "size")
	cancel := nlg.Values("type", "pattern_cancel_flow", "canceled_name", "order")
	for _, tt := range []struct {
		name  string
		stack []nlg.Mapping
		want  string
	}{
		{"empty", nil, "{}"},
		{"nil frame", []nlg.Mapping{flow, nil}, "{}"},
		{"flow", []nlg.Mapping{cancel, flow}, "{'flow_id': 'order', 'type': 'flow', 'step_id': 'ask'}"},
		{"question", []nlg.Mapping{cancel, flow, collect}, "{'frame_id': 'P1', 'flow_id': 'order', 'type': 'flow', 'collect': 'size', 'step_id': 'ask'}"},
		{"question over nothing", []nlg.Mapping{flow, nil, collect}, "{'frame_id': 'P1', 'flow_id': 'pattern', 'type': 'pattern_collect_information', 'collect': 'size'}"},
		{"pattern over question", []nlg.Mapping{flow, collect, cancel}, "{'type': 'pattern_cancel_flow', 'canceled_name': 'order'}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := python.OfDict(nlg.ContextOf(tt.stack...)).Repr(); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}
