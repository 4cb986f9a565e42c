import { ApiTokenEntity } from './accounts/api-token.entity.js';
import { AccountEntity, AccountRoleEntity, ChallengeEntity, LoginSessionEntity } from './accounts/login.entity.js';
import { CheckInEntity } from './attendance/check-in.entity.js';
import { LinkedIdentityEntity } from './accounts/linked-identity.entity.js';
import { PasskeyEntity } from './accounts/passkey.entity.js';
import { RecoveryCodeEntity, SecondFactorEntity } from './accounts/second-factor.entity.js';
import { CalendarInvitationEntity } from './agenda/calendar/calendar-invitation.entity.js';
import { PeopleMessageEntity } from './agenda/messages/people-message.entity.js';
import { SpeakerLinkEntity } from './agenda/speaker-link.entity.js';
import { StarEntity } from './agenda/star.entity.js';
import { FollowedProgrammeEntity, FollowedSessionEntity, SessionDifferenceEntity } from './agenda/told.entity.js';
import { EventEntity } from './events/event.entity.js';
import { DayEntity, FunderEntity, RoomEntity, TrackEntity, VenueEntity } from './events/frame.entity.js';
import { StreamHeadEntity } from './live/stream-head.entity.js';
import { StreamRowEntity } from './live/stream-row.entity.js';
import { Initial1764000000001 } from './migrations/0001-initial.js';
import { Rules1764000000002 } from './migrations/0002-rules.js';
import { Registration1764000000003 } from './migrations/0003-registration.js';
import { RegistrationRules1764000000004 } from './migrations/0004-registration-rules.js';
import { HybridTerms1764000000005 } from './migrations/0005-hybrid-terms.js';
import { PlacesOfPersons1764000000006 } from './migrations/0006-places-of-persons.js';
import { MyAgenda1764000000007 } from './migrations/0007-my-agenda.js';
import { LiveLogistics1764000000008 } from './migrations/0008-live-logistics.js';
import { RoomForUpdates1764000000009 } from './migrations/0009-room-for-updates.js';
import { OrganisersIn1764000000010 } from './migrations/0010-organisers-in.js';
import { AgendaEditor1764000000012 } from './migrations/0012-agenda-editor.js';
import { StrongerSignIn1764000000013 } from './migrations/0013-stronger-sign-in.js';
import { SpeakersIn1764000000014 } from './migrations/0014-speakers-in.js';
import { SpeakersEdited1764000000015 } from './migrations/0015-speakers-edited.js';
import { LiveDesk1764000000016 } from './migrations/0016-live-desk.js';
import { AtTheDoor1764000000017 } from './migrations/0017-at-the-door.js';
import { PeopleMessages1764000000018 } from './migrations/0018-people-messages.js';
import { EventFrame1764000000019 } from './migrations/0019-event-frame.js';
import { ProviderAndProof1764000000020 } from './migrations/0020-provider-and-proof.js';
import { OnlineDays1764000000022 } from './migrations/0022-online-days.js';
import { Waitlists1764000000023 } from './migrations/0023-waitlists.js';
import { InvitationCodes1764000000025 } from './migrations/0025-invitation-codes.js';
import { AnnouncementEntity } from './participation/announcement.entity.js';
import { AuditEntryEntity } from './platform/audit.js';
import type { Schema } from './platform/database.js';
import { IdempotencyKeyEntity } from './platform/idempotency.js';
import { OutboxMailEntity } from './platform/mail/outbox-mail.entity.js';
import { ServerKeyEntity } from './platform/server-key.js';
import { ServerProcessEntity } from './platform/server-process.entity.js';
import { DraftPresenceEntity } from './programme/draft-presence.entity.js';
import { KeptDraftEntity } from './programme/kept-draft.entity.js';
import { EventFileEntity } from './programme/event-file.entity.js';
import { HeldDepartureEntity } from './programme/held-departure.entity.js';
import { OnlineDayEntity } from './programme/online-day.entity.js';
import { JoinOpeningEntity } from './programme/join-opening.entity.js';
import { PublishedSlotEntity } from './programme/published-slot.entity.js';
import { ReleaseEntity } from './programme/release.entity.js';
import {
  AddOnEntity,
  SessionEntity,
  SessionSpeakerEntity,
  SlotEntity,
  SpeakerEntity,
} from './programme/session.entity.js';
import { AnswerFileEntity } from './registration/answer-file.entity.js';
import { GoNoGoEntity } from './registration/go-no-go.entity.js';
import { InvitationEntity } from './registration/invitation.entity.js';
import { PlaceEntity, PlacePoolEntity } from './registration/place.entity.js';
import { RegistrationRulesEntity } from './registration/registration-rules.entity.js';
import { RegistrationEntity } from './registration/registration.entity.js';

/** Every table of the server, and the migrations in their order. */
export const schema: Schema = {
  entities: [
    IdempotencyKeyEntity,
    ServerProcessEntity,
    EventEntity,
    DayEntity,
    VenueEntity,
    RoomEntity,
    TrackEntity,
    FunderEntity,
    ApiTokenEntity,
    AccountEntity,
    AccountRoleEntity,
    ChallengeEntity,
    LoginSessionEntity,
    PasskeyEntity,
    LinkedIdentityEntity,
    SecondFactorEntity,
    RecoveryCodeEntity,
    StreamHeadEntity,
    StreamRowEntity,
    SpeakerEntity,
    SessionEntity,
    AddOnEntity,
    SessionSpeakerEntity,
    SlotEntity,
    ReleaseEntity,
    PublishedSlotEntity,
    DraftPresenceEntity,
    KeptDraftEntity,
    EventFileEntity,
    HeldDepartureEntity,
    OnlineDayEntity,
    JoinOpeningEntity,
    AuditEntryEntity,
    ServerKeyEntity,
    OutboxMailEntity,
    RegistrationRulesEntity,
    InvitationEntity,
    RegistrationEntity,
    AnswerFileEntity,
    GoNoGoEntity,
    PlacePoolEntity,
    PlaceEntity,
    StarEntity,
    FollowedProgrammeEntity,
    FollowedSessionEntity,
    SessionDifferenceEntity,
    CalendarInvitationEntity,
    SpeakerLinkEntity,
    CheckInEntity,
    AnnouncementEntity,
    PeopleMessageEntity,
  ],
  migrations: [
    Initial1764000000001,
    Rules1764000000002,
    Registration1764000000003,
    RegistrationRules1764000000004,
    HybridTerms1764000000005,
    PlacesOfPersons1764000000006,
    MyAgenda1764000000007,
    LiveLogistics1764000000008,
    RoomForUpdates1764000000009,
    OrganisersIn1764000000010,
    AgendaEditor1764000000012,
    StrongerSignIn1764000000013,
    SpeakersIn1764000000014,
    SpeakersEdited1764000000015,
    LiveDesk1764000000016,
    AtTheDoor1764000000017,
    PeopleMessages1764000000018,
    EventFrame1764000000019,
    ProviderAndProof1764000000020,
    OnlineDays1764000000022,
    Waitlists1764000000023,
    InvitationCodes1764000000025,
  ],
};
