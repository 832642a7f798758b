// SPDX-License-Identifier: Apache-2.0
package org.example.hours;

import io.lapwing.broker.admission.Authenticator;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.broker.refusals.Cause;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.function.Consumer;

/** Lets devices of the office in while somebody is there. */
public final class OfficeHours implements Authenticator {
    @Override
    public String name() {
        return "office hours";
    }

    @Override
    public void check(Credentials who, Consumer<Answer> answer) {
        if (who.userName() == null || !who.userName().startsWith("office-")) {
            answer.accept(new Answer.Unknown("knows only users that begin with office-", null));
        } else if (isOpen(LocalDateTime.now())) {
            answer.accept(new Answer.Granted("open"));
        } else {
            answer.accept(new Answer.Denied(Cause.NOT_AUTHORIZED, "the office is closed", null));
        }
    }

    static boolean isOpen(LocalDateTime now) {
        boolean workingDay = now.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
        return workingDay && now.getHour() >= 7 && now.getHour() < 19;
    }
}
