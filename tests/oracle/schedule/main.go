// Asks Go what schedules and durations mean.
//
// Each line of the standard input is a JSON array that begins with a text; the same comes out with the answer:
// ["text", null] where it is refused, ["text", [next runs]] for `cron` (Unix seconds in UTC, up to ten, after
// 2026-02-27 22:58:30), ["text", [nanoseconds, "as printed"]] for `durations`.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
	_ "time/tzdata"

	"github.com/robfig/cron/v3"
)

const count = 10

var start = time.Date(2026, time.February, 27, 22, 58, 30, 0, time.UTC)

func main() {
	answers := map[string]func(string) any{"cron": runs, "durations": nanoseconds}
	answer := answers[os.Args[1]]
	// All of it before the first answer: who asks may not listen before.
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		panic(err)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for question := range bytes.Lines(input) {
		encode(encoder, question, answer)
	}
}

func encode(encoder *json.Encoder, question []byte, answer func(string) any) {
	var line []json.RawMessage
	var text string
	err := json.Unmarshal(question, &line)
	if err == nil {
		err = json.Unmarshal(line[0], &text)
	}
	if err == nil {
		err = encoder.Encode([]any{text, answer(text)})
	}
	if err != nil {
		panic(fmt.Sprintf("%s: %v", question, err))
	}
}

func runs(text string) (answer any) {
	// The parser panics where no space follows a time zone.
	defer func() {
		if recover() != nil {
			answer = nil
		}
	}()
	schedule, err := cron.ParseStandard(text)
	if err != nil {
		return nil
	}
	runs := []int64{}
	for at := schedule.Next(start); !at.IsZero() && len(runs) < count; at = schedule.Next(at) {
		runs = append(runs, at.Unix())
	}
	return runs
}

// Numbers as text: not every reader of JSON has all of 64 bits.
func nanoseconds(text string) any {
	duration, err := time.ParseDuration(text)
	if err != nil {
		return nil
	}
	return []any{strconv.FormatInt(duration.Nanoseconds(), 10), duration.String()}
}
