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
	value, variable, ok := m.resolve(v, temperatureKey)
	if !ok || value.IsNull() {
		return // Rasa: with null, none is sent
	}
	hint := fmt.Sprintf("write `%s: %g`", temperatureKey, defaultTemperature)
	if variable != "" {
		hint = fmt.Sprintf("set %s to a number in these bounds, such as %g", variable, defaultTemperature)
	}
	t, ok := value.Float()
	_, isBool := value.Bool()
	isNumber := ok && !isBool
	switch {
	case !isNumber && variable != "":
		m.wrongVariable(v, temperatureKey, variable, "a number", fmt.Sprintf("a number, such as %g", defaultTemperature))
	case !isNumber:
		m.Mistyped(v, temperatureKey, "a number", hint)
	case !(t >= 0 && t <= mostTemperature):
		m.wrong(v, fmt.Sprintf("temperature must be from 0 to %d", mostTemperature), hint)
	case f.fixedTemperature && t != 1:
		name := m.Model
		if variableOf(m.value(modelKey)) != "" {
			name = written(m.value(modelKey))
		}
		m.warn(v, name+" takes no temperature, so it is not sent", "remove the line")
	case !f.fixedTemperature:
		m.Temperature = &t
	}
}
