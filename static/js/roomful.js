// Everything that the pages share. collectstatic puts these modules in one file (config/static.py); each imports nothing.

import "./upsert.js";
import "./renew.js";
import "./connection.js";
import "./since.js";
import "./navigation.js";
import "./keys.js";
import "./on-glass.js";
import "./cards.js";
import "./own-names.js";
import "./acts.js";
import "./elements/local-time.js";
import "./elements/connection-status.js";
import "./elements/room-list.js";
import "./elements/jump-box.js";
import "./elements/message-log.js";
import "./elements/message-marks.js";
import "./elements/message-actions.js";
import "./elements/message-announcer.js";
import "./elements/message-composer.js";
import "./elements/composer-context.js";
import "./elements/message-drafts.js";
import "./elements/message-draft.js";
import "./elements/format-bar.js";
import "./elements/message-outbox.js";
import "./elements/message-sender.js";
import "./elements/pending-messages.js";
