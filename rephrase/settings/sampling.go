package settings

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/internal/document"
)

const (
	// defaultTemperature is Rasa's, and mostTemperature the API's.
	defaultTemperature = 0.3
	mostTemperature    = 2
)

// sampling reads the temperature and the effort, or sets those that the model takes.
func (m *model) sampling() {
	f := familyOf(m.Model)
	if v := m.value(effortKey); !v.IsMissing() {
		if text, ok := m.textOf(effortKey); ok {
			if !slices.Contains(efforts, text) {
				m.wrong(v, document.Quote(written(v))+" is not a reasoning effort", "write one of "+strings.Join(efforts, ", ")+", or remove the line")
			}
			m.ReasoningEffort = text
		}
	} else {
		m.ReasoningEffort = f.lowest
	}
	v := m.value(temperatureKey)
	if v.IsMissing() {
		if !f.fixedTemperature {
			m.Temperature = new(float64)
			*m.Temperature = defaultTemperature
		}
		return
	}
	if v.IsNull() {
		return // Rasa: none is sent
	}
	t, ok := v.Float()
	if _, isBool := v.Bool(); !ok || isBool {
		m.Mistyped(v, temperatureKey, "a number", fmt.Sprintf("write `%s: %g`", temperatureKey, defaultTemperature))
		return
	}
	switch {
	case !(t >= 0 && t <= mostTemperature):
		m.wrong(v, fmt.Sprintf("temperature must be from 0 to %d", mostTemperature), fmt.Sprintf("write `%s: %g`", temperatureKey, defaultTemperature))
	case f.fixedTemperature && t != 1:
		m.warn(v, m.Model+" takes no temperature, so it is not sent", "remove the line")
	case !f.fixedTemperature:
		m.Temperature = &t
	}
}
