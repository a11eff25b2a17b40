import { render } from "preact";
import * as content from "./content";
import * as response from "./response/store";
import * as draft from "./draft/store";
import * as moving from "./releases/moving";
import * as releases from "./releases/store";
import { publication } from "./review/publishing";
import * as route from "./route";
import { App } from "./shell/App";
import * as focus from "./shell/focus";
import * as tryout from "./try/store";

route.start();
content.start();
response.start();
tryout.start();
focus.start();
draft.start();
publication.start();
releases.start();
moving.start();

const place = document.getElementById("desk");
if (place) render(<App />, place);
